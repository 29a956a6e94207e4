import { isObject, items, own } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { pointer } from '../openapi/pointer.js'
import { refOf } from '../openapi/resolve.js'

/** Whether a value is read from an answer or written into a body. */
export type Direction = 'read' | 'write'

export interface NormalizeOptions {
  direction: Direction
  /** JSON pointer of the schema, for warnings. */
  at: string
  /** `$ref` to use for what a JSON pointer points to. */
  reference(pointer: string): string
  resolve(value: unknown): Schema | undefined
  warn(pointer: string, message: string): void
}

/** Annotations that end up in documentation comments. */
const ANNOTATIONS = ['title', 'description', 'format', 'summary']
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']

/** A copy of a schema that the transformer takes, with its `$ref`s redirected and one direction's members. */
export function normalizeSchema(schema: Schema, options: NormalizeOptions): Schema {
  const ref = refOf(schema)
  if (ref !== undefined) return normalizeRef(schema, ref, options)
  const copy: Schema = {}
  for (const [key, value] of Object.entries(schema)) {
    if (!DROPPED.has(key)) define(copy, key, value)
  }
  for (const key of ANNOTATIONS) {
    if (copy[key] !== undefined && typeof copy[key] !== 'string') delete copy[key]
  }
  normalizeType(copy, options)
  normalizeMembers(copy, schema, options)
  normalizeProperties(copy, schema, options)
  return separateUnion(copy)
}

/** Keywords that the transformer misreads, or that say nothing about a type. */
const DROPPED = new Set([
  '$defs',
  'definitions',
  'not',
  'if',
  'then',
  'else',
  'discriminator',
  'xml',
  'externalDocs',
])

function normalizeRef(schema: Schema, ref: string, options: NormalizeOptions): Schema {
  const target = options.resolve(schema)
  if (!target) {
    options.warn(options.at, `$ref ${JSON.stringify(ref)} leads to no schema; the type is unknown.`)
    return {}
  }
  const description = typeof schema.description === 'string' ? { description: schema.description } : {}
  return { ...description, $ref: options.reference(ref.slice(1)) }
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
    const members = items(schema[key]).flatMap((member, index) => child(member, options, key, index))
    if (members.length > 0) copy[key] = members
    else delete copy[key]
  }
  for (const key of ['items', 'additionalProperties'] as const) {
    const value = schema[key]
    if (Array.isArray(value)) copy[key] = value.flatMap((member, index) => child(member, options, key, index))
    else if (isObject(value)) copy[key] = normalizeSchema(value, { ...options, at: pointer(options.at, key) })
    else if (typeof value !== 'boolean') delete copy[key]
  }
}

function child(member: unknown, options: NormalizeOptions, key: string, index: number | string): Schema[] {
  const at = pointer(options.at, key, index)
  if (isObject(member)) return [normalizeSchema(member, { ...options, at })]
  if (member === true) return [{}]
  options.warn(at, 'is not a schema; it is ignored.')
  return []
}

function normalizeProperties(copy: Schema, schema: Schema, options: NormalizeOptions): void {
  if (!isObject(schema.properties)) {
    delete copy.properties
    return
  }
  const hidden = options.direction === 'read' ? 'writeOnly' : 'readOnly'
  const left = Object.entries(schema.properties).flatMap(([name, value]): [string, Schema | boolean][] => {
    const at = pointer(options.at, 'properties', name)
    if (typeof value === 'boolean') return [[name, value]]
    if (!isObject(value)) {
      options.warn(at, 'is not a schema; the property is ignored.')
      return []
    }
    if (value[hidden] === true || own(options.resolve(value), hidden) === true) return []
    return [[name, normalizeSchema(value, { ...options, at })]]
  })
  copy.properties = Object.fromEntries(left)
  if (Array.isArray(copy.required)) {
    const gone = (name: unknown): boolean =>
      Object.hasOwn(schema.properties as object, String(name)) &&
      !Object.hasOwn(copy.properties as object, String(name))
    copy.required = copy.required.filter((name) => !gone(name))
  }
}

/** The transformer unites an `anyOf` with the properties beside it, where JSON Schema intersects them. */
function separateUnion(copy: Schema): Schema {
  const { anyOf, ...rest } = copy
  const shapes = ['type', 'properties', 'allOf', 'oneOf', 'additionalProperties', 'items']
  if (!Array.isArray(anyOf) || !shapes.some((key) => key in rest)) return copy
  return { allOf: [rest, { anyOf }] }
}

function define(target: Schema, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
