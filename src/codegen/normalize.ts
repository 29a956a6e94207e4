import { isObject, items, own } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { pointer } from '../openapi/pointer.js'
import { refOf } from '../openapi/resolve.js'
import { annotated, normalizeAnnotations } from './annotations.js'
import { dropShapeless, narrowAlternatives, requireInherited, separateUnion, widenIndex } from './compose.js'

/** Whether a value is read from an answer or written into a body. */
export type Direction = 'read' | 'write'

export interface NormalizeOptions {
  direction: Direction
  /** JSON pointer of the schema, for warnings. */
  at: string
  /** Keywords beside a `$ref` count, as in OpenAPI 3.1. */
  siblings: boolean
  /** Inherited members that are being repeated, lest one that contains itself goes on for ever. */
  repeating?: ReadonlySet<Schema>
  /** `$ref` to use for one of the document. */
  reference(ref: string): string
  /** `$ref` to use for raw bytes. */
  binary(): string
  resolve(value: unknown): Schema | undefined
  /** Values of a discriminator's member that stand for an alternative. */
  discriminate(discriminator: unknown, alternative: unknown): string[]
  warn(pointer: string, message: string): void
}

const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']

/** What only documents a schema, and what decides about the form that it gets here. */
const ANNOTATIONS = [
  'title',
  'description',
  'deprecated',
  'default',
  'example',
  'examples',
  'readOnly',
  'writeOnly',
]
const DROPPED = [
  '$defs',
  'definitions',
  'not',
  'if',
  'then',
  'else',
  'xml',
  'externalDocs',
  'discriminator',
  'summary',
]

/** A copy of a schema that the transformer takes, with its `$ref`s redirected and one direction's members. */
export function normalizeSchema(schema: Schema, options: NormalizeOptions): Schema {
  const ref = refOf(schema)
  if (ref !== undefined) return normalizeRef(schema, ref, options)
  const kept = Object.entries(schema).filter(([key]) => !DROPPED.includes(key))
  const copy = normalizeAnnotations(Object.fromEntries(kept))
  normalizeType(copy, options)
  if (isBinaryString(copy) && options.direction === 'write') {
    // Within JSON it is a text, and a form takes that too.
    return annotated(copy, { anyOf: [{ $ref: options.binary() }, { type: 'string' }] })
  }
  normalizeMembers(copy, schema, options)
  normalizeProperties(copy, schema, options)
  narrowAlternatives(copy, schema, options)
  requireInherited(copy, schema, options)
  dropShapeless(copy)
  widenIndex(copy)
  return separateUnion(copy)
}

function normalizeRef(schema: Schema, ref: string, options: NormalizeOptions): Schema {
  const target = options.resolve(schema)
  if (!target) {
    options.warn(options.at, `$ref ${JSON.stringify(ref)} leads to no schema; the type is unknown.`)
    return {}
  }
  const reference = annotated(normalizeAnnotations(schema), { $ref: options.reference(ref) })
  const shape = Object.entries(schema).filter(
    ([key]) => key !== '$ref' && !DROPPED.includes(key) && !ANNOTATIONS.includes(key),
  )
  if (!options.siblings || shape.length === 0) return reference
  const { $ref: _, ...notes } = reference
  return { ...notes, allOf: [reference, normalizeSchema(Object.fromEntries(shape), options)] }
}

/** https://spec.openapis.org/oas/v3.1.0#considerations-for-file-uploads */
function isBinaryString({ type, format, contentMediaType, contentEncoding }: Schema): boolean {
  if (type !== undefined && type !== 'string') return false
  return format === 'binary' || (typeof contentMediaType === 'string' && contentEncoding === undefined)
}

function normalizeType(copy: Schema, { at, warn }: NormalizeOptions): void {
  const types = items(copy.type).length > 0 ? items(copy.type) : [copy.type]
  if (copy.type !== undefined && !types.every((type) => TYPES.includes(String(type)))) {
    warn(pointer(at, 'type'), `${JSON.stringify(copy.type)} is no JSON Schema type; it is ignored.`)
    delete copy.type
  }
  if (copy.const === null) {
    delete copy.const
    copy.enum = [null]
  }
  if (copy.enum !== undefined && !(Array.isArray(copy.enum) && copy.enum.length > 0)) delete copy.enum
  if (copy.required !== undefined && !Array.isArray(copy.required)) delete copy.required
}

function normalizeMembers(copy: Schema, schema: Schema, options: NormalizeOptions): void {
  for (const key of LISTS) {
    if (schema[key] === undefined) continue
    const members = items(schema[key]).flatMap((member, index) => child(member, options, [key, index]))
    if (members.length > 0) copy[key] = members
    else delete copy[key]
  }
  for (const key of ['items', 'additionalProperties']) {
    const value = schema[key]
    if (Array.isArray(value))
      copy[key] = value.flatMap((member, index) => child(member, options, [key, index]))
    else if (isObject(value)) copy[key] = normalizeSchema(value, { ...options, at: pointer(options.at, key) })
    else if (typeof value !== 'boolean') delete copy[key]
  }
  if (isObject(schema.patternProperties)) {
    const patterns = Object.entries(schema.patternProperties)
    copy.patternProperties = Object.fromEntries(
      patterns.flatMap(([key, value]) =>
        child(value, options, ['patternProperties', key]).map((one) => [key, one]),
      ),
    )
  } else delete copy.patternProperties
}

function child(member: unknown, options: NormalizeOptions, keys: (string | number)[]): Schema[] {
  const at = pointer(options.at, ...keys)
  if (isObject(member)) return [normalizeSchema(member, { ...options, at })]
  if (member === true) return [{}]
  options.warn(at, 'is not a schema; it is ignored.')
  return []
}

function normalizeProperties(copy: Schema, schema: Schema, options: NormalizeOptions): void {
  const { properties } = schema
  if (!isObject(properties)) {
    delete copy.properties
    return
  }
  const hidden = options.direction === 'read' ? 'writeOnly' : 'readOnly'
  const left = Object.entries(properties).flatMap(([name, value]): [string, Schema | boolean][] => {
    const at = pointer(options.at, 'properties', name)
    if (typeof value === 'boolean') return [[name, value]]
    if (!isObject(value)) {
      options.warn(at, 'is not a schema; the property is ignored.')
      return []
    }
    return value[hidden] === true ? [] : [[name, normalizeSchema(value, { ...options, at })]]
  })
  const names = new Set(left.map(([name]) => name))
  copy.properties = Object.fromEntries(left)
  // A marker on the schema that a member names leaves the member possible: bodies in use ask for such members.
  const isRequired = (name: unknown): boolean => {
    const property = own(properties, String(name))
    return (
      property === undefined || (names.has(String(name)) && own(options.resolve(property), hidden) !== true)
    )
  }
  if (Array.isArray(copy.required)) copy.required = copy.required.filter(isRequired)
}
