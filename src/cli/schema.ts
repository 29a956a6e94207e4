import type { OpenAPIDocument } from '../core/types.js'
import { isObject, items } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { resolveRef } from '../openapi/resolve.js'
import { didYouMean, quote } from './suggest.js'

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

/**
 * Checks a value as it was typed on the command line. The text itself is what gets sent, so `00123` stays
 * `00123` where a string is due, and a number keeps its digits.
 *
 * @returns what is wrong, to follow the parameter's name: `must be an integer; got "x"`.
 */
export function checkText(
  document: OpenAPIDocument,
  schema: Schema,
  text: string,
  depth = 0,
): string | undefined {
  if (depth > 16) return undefined
  const resolved = resolve(document, schema)
  for (const part of subschemas(document, resolved, 'allOf')) {
    const problem = checkText(document, part, text, depth + 1)
    if (problem) return problem
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const alternatives = subschemas(document, resolved, keyword)
    const problems = alternatives.map((alternative) => checkText(document, alternative, text, depth + 1))
    if (problems.length && problems.every((problem) => problem !== undefined)) {
      return problems.length === 1
        ? problems[0]
        : `must be ${describe(document, resolved)}; got ${quote(text)}`
    }
  }
  return checkValues(resolved, text) ?? checkType(resolved, text)
}

function checkValues(schema: Schema, text: string): string | undefined {
  const values = valuesOf(schema)?.map(String)
  if (!values || values.includes(text)) return undefined
  const hint = didYouMean(text, values)
  const list = values.length === 1 ? values[0] : `one of ${values.join(', ')}`
  return `must be ${list}; got ${quote(text)}.${hint ? ` ${hint}` : ''}`
}

const patterns: Record<string, RegExp> = {
  integer: /^-?\d+$/,
  number: /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  boolean: /^(?:true|false)$/,
  null: /^null$/,
}

function checkType(schema: Schema, text: string): string | undefined {
  const types = typesOf(schema)
  if (types.length === 0 || types.includes('string'))
    return types.length === 1 ? checkString(schema, text) : undefined
  const type = types.find((name) => patterns[name]?.test(text))
  if (!type) {
    const due = types.includes('boolean')
      ? 'true or false'
      : `${types[0] === 'integer' ? 'an' : 'a'} ${types.join(' or ')}`
    return `must be ${due}; got ${quote(text)}`
  }
  return type === 'integer' || type === 'number' ? checkNumber(schema, text) : undefined
}

function checkNumber(schema: Schema, text: string): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  const value = Number(text)
  const least = typeof minimum === 'number' ? minimum : undefined
  const most = typeof maximum === 'number' ? maximum : undefined
  // 3.0 writes `exclusiveMinimum: true` beside the minimum, 3.1 the number itself.
  const above =
    typeof exclusiveMinimum === 'number' ? exclusiveMinimum : exclusiveMinimum === true ? least : undefined
  const below =
    typeof exclusiveMaximum === 'number' ? exclusiveMaximum : exclusiveMaximum === true ? most : undefined
  if (above !== undefined && value <= above) return `must be more than ${above}; got ${text}`
  if (below !== undefined && value >= below) return `must be less than ${below}; got ${text}`
  if (least !== undefined && value < least) return `must be at least ${least}; got ${text}`
  if (most !== undefined && value > most) return `must be at most ${most}; got ${text}`
  if (typeof multipleOf === 'number' && !Number.isInteger(value / multipleOf)) {
    return `must be a multiple of ${multipleOf}; got ${text}`
  }
  return undefined
}

const formats: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/,
  uuid: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
}

function checkString(schema: Schema, text: string): string | undefined {
  const { minLength, maxLength, pattern, format } = schema
  const length = Array.from(text).length
  if (typeof minLength === 'number' && length < minLength) return `must have at least ${minLength} characters`
  if (typeof maxLength === 'number' && length > maxLength) return `must have at most ${maxLength} characters`
  if (typeof pattern === 'string' && !compile(pattern).test(text))
    return `must match ${pattern}; got ${quote(text)}`
  if (typeof format === 'string' && formats[format]?.test(text) === false) {
    return `must be a ${format}; got ${quote(text)}`
  }
  return undefined
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    // A pattern in another dialect is for the server to check.
    return /(?:)/
  }
}
