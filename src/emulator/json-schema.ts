import { isObject } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'

const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'])
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const SINGLES = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
])
/** Ids would change what a `$ref` means; a document's schemas are named by JSON pointer. */
const DROPPED = new Set(['$id', '$schema', 'id', 'nullable', 'discriminator', 'xml', 'example', 'examples'])

/**
 * Turns OpenAPI 3.0's dialect into JSON Schema 2020-12 (3.1's is that already): `nullable`, boolean
 * `exclusiveMinimum`, and read-only properties, which a request need not have.
 */
export const toJsonSchema = (schema: unknown, refOf: (pointer: string) => string): unknown => {
  if (!isObject(schema)) return schema === false ? false : {}
  if (typeof schema.$ref === 'string') return { $ref: refOf(schema.$ref) }
  const convert = (value: unknown) => toJsonSchema(value, refOf)

  const result: Schema = {}
  for (const [key, value] of Object.entries(schema)) {
    if (DROPPED.has(key)) continue
    if (MAPS.has(key) && isObject(value))
      result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, convert(inner)]))
    else if (LISTS.has(key) && Array.isArray(value)) result[key] = value.map(convert)
    else if (SINGLES.has(key)) result[key] = convert(value)
    else result[key] = value
  }
  convertBounds(result)
  dropReadOnly(result, schema)
  return schema.nullable === true ? allowNull(result) : result
}

const convertBounds = (schema: Schema): void => {
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue
    const isExclusive = schema[exclusive] && typeof schema[bound] === 'number'
    delete schema[exclusive]
    if (!isExclusive) continue
    schema[exclusive] = schema[bound]
    delete schema[bound]
  }
}

const dropReadOnly = (result: Schema, { required, properties }: Schema): void => {
  if (!Array.isArray(required) || !isObject(properties)) return
  result.required = required.filter((name) => {
    const property =
      typeof name === 'string' && Object.hasOwn(properties, name) ? properties[name] : undefined
    return typeof name === 'string' && !(isObject(property) && property.readOnly === true)
  })
}

const allowNull = (schema: Schema): Schema => ({ anyOf: [{ type: 'null' }, schema] })
