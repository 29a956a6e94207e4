import { Ajv, type AnySchema, type Options, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { follow, isJson, type Json } from './operations.js'

/** Says whether a value fits the schema at a JSON pointer of a document: nothing, or the reason why not. */
export type Validate = (at: string, value: unknown) => string | undefined

const OPTIONS: Options = { strict: false, logger: false, unicodeRegExp: false, validateSchema: false }
/** Members whose values are data. */
const DATA = ['default', 'enum', 'const']

/** ajv on the document's own schemas, as they hold for what a client sends. */
export const schemaValidator = (document: Json): Validate => {
  const is31 = String(document.openapi).startsWith('3.1')
  const ajv = is31 ? new Ajv2020(OPTIONS) : new Ajv(OPTIONS)
  addFormats.default(ajv as Ajv)
  ajv.addSchema(forRequests(document, document, { is30: !is31 }) as AnySchema, 'document')
  const known = new Map<string, ValidateFunction | string>()
  const compile = (at: string): ValidateFunction | string => {
    try {
      return ajv.compile({ $ref: `document#${encodeURI(at).replaceAll('#', '%23')}` })
    } catch (error) {
      return `ajv refuses the schema: ${(error as Error).message}`
    }
  }
  return (at, value) => {
    const validate = known.get(at) ?? compile(at)
    known.set(at, validate)
    if (typeof validate === 'string') return validate
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'value' })
  }
}

/**
 * A copy in JSON Schema's words. Members that only answers have are not required (OpenAPI 3.0.3, `readOnly`),
 * 3.0's bounds are numbers, and what stands among the properties without being a schema is gone.
 */
const forRequests = (document: Json, value: unknown, { is30, isMap = false }: Position): unknown => {
  if (Array.isArray(value)) return value.map((member) => forRequests(document, member, { is30 }))
  if (!isJson(value)) return value
  const members = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (isMap) return isSchema(member) ? [[key, forRequests(document, member, { is30 })]] : []
    if (key === 'example' || key === 'examples') return []
    if (DATA.includes(key)) return [[key, member]]
    return [[key, forRequests(document, member, { is30, isMap: key === 'properties' && isJson(member) })]]
  })
  const copy = Object.fromEntries(members)
  if (isMap) return copy
  const { properties, required } = value
  if (Array.isArray(required) && isJson(properties))
    copy.required = required.filter((name) => !isReadOnly(document, properties[String(name)]))
  // OpenAPI 3.0's keyword says nothing without a type, and nothing at all in 3.1.
  if (!is30 || copy.type === undefined) delete copy.nullable
  return is30 ? inJsonSchema(copy) : copy
}

interface Position {
  /** OpenAPI 3.0's dialect. */
  is30: boolean
  /** Keys are names of properties. */
  isMap?: boolean
}

const isSchema = (value: unknown): boolean => isJson(value) || typeof value === 'boolean'

const isReadOnly = (document: Json, property: unknown): boolean =>
  isJson(property) && (property.readOnly === true || follow(document, property, '').value.readOnly === true)

const inJsonSchema = (schema: Json): Json => {
  const copy = { ...schema }
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (schema[exclusive] === true) copy[exclusive] = schema[bound]
    if (schema[exclusive] === false) delete copy[exclusive]
  }
  return copy
}
