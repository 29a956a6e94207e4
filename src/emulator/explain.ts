import type { ErrorObject } from 'ajv/dist/2020.js'
import { isObject } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { quote } from './refusal.js'
import type { SchemaCompiler } from './schema-compiler.js'

/** Problems named in one answer; a hostile body can have millions. */
const MAX_PROBLEMS = 10

const MAX_DEPTH = 8

interface Failed {
  errors: ErrorObject[]
  place: string
  compiler: SchemaCompiler
}

/** All problems of a value in one sentence. */
export const explain = (input: Failed): string => {
  const problems = listProblems(input)
  const more = problems.length - MAX_PROBLEMS
  return problems.slice(0, MAX_PROBLEMS).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/**
 * All problems of a value, such as `body must have required property 'name'`. Of a value that fits none of several
 * variants, the problems of the variant it means are told, not those of all.
 */
export const listProblems = (input: Failed): string[] => [...new Set(describe({ ...input, depth: 0 }))]

interface Explained extends Failed {
  depth: number
}

const describe = ({ errors, place, compiler, depth }: Explained): string[] => {
  const unions = errors.filter(isUnion)
  const inner = new Set<unknown>()
  for (const union of unions) collect(union.schema, compiler, inner)
  const outer = errors.filter((error) => !inner.has(error.parentSchema) && error.keyword !== 'if')
  // In a recursive union every error comes from inside some union; the last is the outermost.
  return (outer.length > 0 ? outer : errors.slice(-1)).slice(0, MAX_PROBLEMS * 10).flatMap((error) => {
    const at = place + error.instancePath
    return isUnion(error) ? describeUnion({ error, at, compiler, depth }) : [`${at} ${sentence(error)}`]
  })
}

const isUnion = (error: ErrorObject): boolean =>
  (error.keyword === 'anyOf' || error.keyword === 'oneOf') &&
  !('passingSchemas' in error.params && error.params.passingSchemas)

/** Every schema below `schema`: errors that carry one of them come from inside the union. */
const collect = (schema: unknown, compiler: SchemaCompiler, into: Set<unknown>): void => {
  const resolved = compiler.resolve(schema)
  if (typeof resolved !== 'object' || resolved === null || into.has(resolved)) return
  into.add(resolved)
  for (const value of Object.values(resolved)) collect(value, compiler, into)
}

const describeUnion = (input: {
  error: ErrorObject
  at: string
  compiler: SchemaCompiler
  depth: number
}): string[] => {
  const { error, at, compiler, depth } = input
  const variants = (error.schema as unknown[]).map((variant) => compiler.resolve(variant)).filter(isObject)
  const byTag = pickByTag(variants, error.data)
  if (typeof byTag === 'string') return [`${at}/${byTag}`]
  const meant = byTag ?? pickByType(variants, error.data)
  if (!meant) return [`${at} ${mismatch(variants, error.data)}`]
  if (depth > MAX_DEPTH) return [`${at} does not match its schema`]
  const validate = compiler.compileConverted(meant)
  validate(error.data)
  return describe({ errors: validate.errors ?? [], place: at, compiler, depth: depth + 1 })
}

/** The variant whose tag (a property that each variant fixes with `enum` or `const`) the value has, or what the tag may be. */
const pickByTag = (variants: Schema[], data: unknown): Schema | string | undefined => {
  if (!isObject(data)) return undefined
  const [first] = variants
  const properties = isObject(first?.properties) ? Object.keys(first.properties) : []
  const tag = properties.find((name) => variants.every((variant) => tagValues(variant, name)))
  if (!tag || !Object.hasOwn(data, tag)) return undefined
  const meant = variants.find((variant) => tagValues(variant, tag)?.includes(data[tag]))
  return (
    meant ?? `${tag} must be one of ${list(variants.flatMap((variant) => tagValues(variant, tag) ?? []))}`
  )
}

const tagValues = (variant: Schema, name: string): unknown[] | undefined => {
  const property = isObject(variant.properties) ? variant.properties[name] : undefined
  if (!isObject(property)) return undefined
  if (Array.isArray(property.enum)) return property.enum
  return 'const' in property ? [property.const] : undefined
}

/** The only variant whose type the value has. */
const pickByType = (variants: Schema[], data: unknown): Schema | undefined => {
  const fitting = variants.filter(({ type }) => typeof type === 'string' && typeMatches(type, data))
  return fitting.length === 1 ? fitting[0] : undefined
}

const typeMatches = (type: string, data: unknown): boolean => {
  if (type === 'null') return data === null
  if (type === 'array') return Array.isArray(data)
  if (type === 'object') return isObject(data)
  if (type === 'integer') return Number.isInteger(data)
  return typeof data === type
}

const mismatch = (variants: Schema[], data: unknown): string => {
  const types = [...new Set(variants.map(({ type }) => type))]
  const isTold =
    types.length > 0 && types.every((type) => typeof type === 'string' && !typeMatches(type, data))
  return isTold ? `must be ${types.join(' or ')}` : 'matches none of its variants'
}

const sentence = ({ keyword, params, message }: ErrorObject): string => {
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return `must not have the property ${quote(String(params.additionalProperty ?? params.unevaluatedProperty))}`
  if (keyword === 'enum') return `must be one of ${list(params.allowedValues)}`
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`
  return message ?? 'does not match its schema'
}

const list = (values: unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ')
