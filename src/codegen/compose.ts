import { entries, isObject, items, own } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { refOf } from '../openapi/resolve.js'
import { type NormalizeOptions, normalizeSchema } from './normalize.js'

/** Keywords that give a schema a shape. */
const SHAPES = ['type', 'properties', 'allOf', 'oneOf', 'additionalProperties', 'items', 'enum', 'const']

function hasShape(schema: Schema): boolean {
  return (
    [...SHAPES, 'anyOf', 'nullable', 'patternProperties'].some((key) => key in schema) ||
    refOf(schema) !== undefined
  )
}

/** The transformer unites an `anyOf` with the members beside it, where JSON Schema intersects them. */
export function separateUnion(copy: Schema): Schema {
  const { anyOf, title, summary, deprecated, nullable, ...rest } = copy
  if (!Array.isArray(anyOf) || !SHAPES.some((key) => key in rest)) return copy
  const notes = Object.entries({ title, summary, deprecated, nullable }).filter(
    ([, value]) => value !== undefined,
  )
  return { ...Object.fromEntries(notes), allOf: [rest, { anyOf }] }
}

/**
 * Alternatives that only say which members are required have no type of their own: they are left out. With a
 * discriminator, each alternative gets its values of that member, so that comparing it narrows the union.
 */
export function narrowAlternatives(copy: Schema, schema: Schema, options: NormalizeOptions): void {
  for (const key of ['oneOf', 'anyOf'] as const) {
    if (!Array.isArray(copy[key])) continue
    const sources = items(schema[key]).filter((member) => isObject(member) || member === true)
    const members = copy[key].flatMap((member: Schema, index) => {
      const source = sources[index]
      if (isObject(source) && 'required' in source && !hasShape(member)) return []
      return [narrow(member, source, schema.discriminator, options)]
    })
    if (members.length > 0) copy[key] = members
    else delete copy[key]
  }
}

function narrow(member: Schema, source: unknown, discriminator: unknown, options: NormalizeOptions): Schema {
  const name = own(discriminator, 'propertyName')
  const values = typeof name === 'string' ? options.discriminate(discriminator, source) : []
  if (typeof name !== 'string' || values.length === 0) return member
  const property = options.resolve(findProperty(source, name, options))
  if (property && (property.enum !== undefined || property.const !== undefined || property.type !== 'string'))
    return member
  return { allOf: [member, { type: 'object', required: [name], properties: { [name]: { enum: values } } }] }
}

/** Members of an `allOf` that only require or describe have no type of their own. */
export function dropShapeless(copy: Schema): void {
  if (!Array.isArray(copy.allOf)) return
  const members = copy.allOf.filter(hasShape)
  if (members.length > 0) copy.allOf = members
  else delete copy.allOf
}

/** `required` may name members that come from an `allOf`: they are repeated, required. */
export function requireInherited(copy: Schema, schema: Schema, options: NormalizeOptions): void {
  if (!Array.isArray(copy.allOf)) return
  const bare = items(schema.allOf).filter((member) => isObject(member) && !hasShape(member))
  const names = new Set([schema, ...bare].flatMap((one) => items(own(one, 'required'))).map(String))
  const inherited = [...names].flatMap((name): [string, Schema][] => {
    if (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) return []
    const property = findProperty({ allOf: schema.allOf }, name, options)
    const hidden = options.direction === 'read' ? 'writeOnly' : 'readOnly'
    if (!property || property[hidden] === true || own(options.resolve(property), hidden) === true) return []
    if (options.repeating?.has(property)) return []
    const repeating = new Set(options.repeating).add(property)
    return [[name, normalizeSchema(property, { ...options, repeating })]]
  })
  copy.required = items(copy.required).filter(
    (name) => isObject(copy.properties) && Object.hasOwn(copy.properties, String(name)),
  )
  if (inherited.length === 0) return
  const member = {
    type: 'object',
    required: inherited.map(([name]) => name),
    properties: Object.fromEntries(inherited),
  }
  copy.allOf = [...copy.allOf, member]
}

/** The schema of a member, also of one that comes through `$ref` and `allOf`. */
function findProperty(
  value: unknown,
  name: string,
  options: NormalizeOptions,
  seen = new Set<unknown>(),
): Schema | undefined {
  const schema = options.resolve(value)
  if (!schema || seen.has(schema)) return undefined
  seen.add(schema)
  const property = own(schema.properties, name)
  if (isObject(property)) return property
  for (const member of items(schema.allOf)) {
    const found = findProperty(member, name, options, seen)
    if (found) return found
  }
  return undefined
}

/**
 * TypeScript asks of an index signature that it covers the named members too: where their types may differ from
 * that of additional ones, these are `unknown`, or no value could ever be written down.
 */
export function widenIndex(copy: Schema): void {
  const { additionalProperties: additional, properties } = copy
  if (isObject(copy.patternProperties) && entries(properties).length > 0) delete copy.patternProperties
  if (!isObject(additional) || entries(properties).length === 0) return
  const { type } = additional
  const fits =
    typeof type === 'string' && type !== 'object' && type !== 'array' && additional.enum === undefined
  if (!fits || !entries(properties).every(([, one]) => own(one, 'type') === type))
    copy.additionalProperties = true
}
