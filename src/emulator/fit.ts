import { isObject, items } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { resolveRef } from '../openapi/resolve.js'
import type { SchemaReader } from './form-body.js'

/** Forms and deep objects can't tell one value from a list of one; the schema can. */
export const fitLists = (input: { value: unknown; schema: Schema; schemas: SchemaReader }): unknown => {
  const { value, schema, schemas } = input
  const members = schemas.membersOf(schema)
  if (!isObject(value) || members.size === 0)
    return Array.isArray(value) || schemas.typeOf(schema) !== 'array' ? value : [value]
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const member = members.get(name)
      return [name, member ? fitLists({ value: inner, schema: member, schemas }) : inner]
    }),
  )
}

/** Members of a schema, those of its parts and alternatives included. */
export const membersOf = (document: Schema, schema: unknown, depth = 0): Map<string, Schema> => {
  const resolved = resolveRef(document, schema)
  if (!resolved || depth > 8) return new Map()
  const parts = [resolved.allOf, resolved.oneOf, resolved.anyOf].flatMap(items)
  const own = isObject(resolved.properties) ? Object.entries(resolved.properties) : []
  return new Map([
    ...parts.flatMap((part) => [...membersOf(document, part, depth + 1)]),
    ...own.filter((entry): entry is [string, Schema] => isObject(entry[1])),
  ])
}
