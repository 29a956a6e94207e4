import type { OpenAPIDocument } from '../core/types.js'
import { isObject, items } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { resolveRef } from '../openapi/resolve.js'

/** What a schema's `$ref` leads to; anything goes where that is nowhere. */
export const resolve = (document: OpenAPIDocument, schema: unknown): Schema =>
  resolveRef(document, schema) ?? {}

/** The schemas under one keyword (`anyOf`, `items`...), resolved. */
export function subschemas(document: OpenAPIDocument, schema: Schema, keyword: string): Schema[] {
  const value = schema[keyword]
  const list = isObject(value) ? [value] : items(value)
  return list.filter(isObject).map((item) => resolve(document, item))
}

/** Types that a schema names; 3.0's `nullable` counts as `null`. */
export function typesOf(schema: Schema): string[] {
  const types = Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]
  return [...types.filter((type) => typeof type === 'string'), ...(schema.nullable === true ? ['null'] : [])]
}

/** The values that a schema allows, where it lists them. */
export function valuesOf(schema: Schema): unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum
  return 'const' in schema ? [schema.const] : undefined
}

/** Own properties of an object schema, those of `allOf` included; each resolved. */
export function propertiesOf(document: OpenAPIDocument, schema: Schema, depth = 0): Map<string, Schema> {
  const properties = new Map<string, Schema>()
  if (depth > 16) return properties
  for (const part of subschemas(document, schema, 'allOf')) {
    for (const [name, property] of propertiesOf(document, part, depth + 1)) properties.set(name, property)
  }
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (isObject(property)) properties.set(name, resolve(document, property))
  }
  return properties
}

/** Names of required properties, those of `allOf` included. */
export function requiredOf(document: OpenAPIDocument, schema: Schema, depth = 0): string[] {
  const own = Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : []
  if (depth > 16) return own
  const parts = subschemas(document, schema, 'allOf').flatMap((part) => requiredOf(document, part, depth + 1))
  return [...new Set([...own, ...parts])]
}

/** What a schema takes, in few words: `integer from 30 to 31536000`, `api | app`, `string[]`. */
export function describe(document: OpenAPIDocument, schema: Schema, depth = 0): string {
  if (depth > 3) return 'value'
  const values = valuesOf(schema)
  if (values) return values.map(String).join(' | ')
  const alternatives = ['oneOf', 'anyOf'].flatMap((keyword) => subschemas(document, schema, keyword))
  if (alternatives.length) {
    const texts = new Set(alternatives.map((alternative) => describe(document, alternative, depth + 1)))
    return [...texts].join(' or ')
  }
  const types = typesOf(schema)
  if (types.includes('array')) {
    const [item] = subschemas(document, schema, 'items')
    const text = item ? describe(document, item, depth + 1) : 'value'
    return /[ |]/.test(text) ? `(${text})[]` : `${text}[]`
  }
  const type = types.join(' | ') || (isObject(schema.properties) || schema.allOf ? 'object' : 'value')
  return `${type}${range(schema)}`
}

function range({ minimum, maximum, format }: Schema): string {
  if (typeof minimum === 'number' && typeof maximum === 'number') return ` from ${minimum} to ${maximum}`
  if (typeof minimum === 'number') return ` from ${minimum}`
  if (typeof maximum === 'number') return ` up to ${maximum}`
  return typeof format === 'string' ? ` (${format})` : ''
}
