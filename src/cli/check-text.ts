import type { OpenAPIDocument } from '../core/types.js'
import type { Schema } from '../openapi/model.js'
import { isOfFormat } from './formats.js'
import { describe, resolve, subschemas, typesOf, valuesOf } from './schema.js'
import { didYouMean, quote } from './suggest.js'

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

/** What a text may be where a schema names no type. */
const anyType = [...Object.keys(patterns), 'string']

function checkType(schema: Schema, text: string): string | undefined {
  const named = typesOf(schema)
  const types = named.length > 0 ? named : anyType
  const type = types.find((name) => patterns[name]?.test(text))
  if (type) return type === 'integer' || type === 'number' ? checkNumber(schema, text) : undefined
  if (types.includes('string')) return checkString(schema, text)
  const due = types.includes('boolean')
    ? 'true or false'
    : `${/^[aio]/.test(types[0] ?? '') ? 'an' : 'a'} ${types.join(' or ')}`
  return `must be ${due}; got ${quote(text)}`
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
  if (typeof multipleOf === 'number' && !isWhole(value / multipleOf)) {
    return `must be a multiple of ${multipleOf}; got ${text}`
  }
  if (!isOfFormat(schema.format, text)) return `must be an ${schema.format}; got ${text}`
  return undefined
}

// 19.99 / 0.01 is 1998.9999999999998.
const isWhole = (value: number): boolean =>
  Math.abs(value - Math.round(value)) <= Math.abs(value) * Number.EPSILON * 4

function checkString(schema: Schema, text: string): string | undefined {
  const { minLength, maxLength, pattern, format } = schema
  const length = Array.from(text).length
  if (typeof minLength === 'number' && length < minLength) return `must have at least ${minLength} characters`
  if (typeof maxLength === 'number' && length > maxLength) return `must have at most ${maxLength} characters`
  if (typeof pattern === 'string' && !compile(pattern).test(text))
    return `must match ${pattern}; got ${quote(text)}`
  if (!isOfFormat(format, text)) {
    return `must be ${/^[aeiou](?!ri|rl|uid)/.test(String(format)) ? 'an' : 'a'} ${format}; got ${quote(text)}`
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
