import { isObject, items } from './json.js'
import type { Schema } from './model.js'
import { samplePattern } from './pattern.js'

const FORMATS: Record<string, string> = {
  byte: 'c3RyaW5n',
  'date-time': '2026-01-31T12:00:00.000Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'P1D',
  email: 'user@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
}

/** Longest text that is made up to meet a `minLength`. */
const MAX_LENGTH = 10_000

export function typesOf(schema: Schema): unknown[] {
  const types = items(schema.type).length > 0 ? items(schema.type) : [schema.type]
  return types.filter((type) => type !== undefined)
}

/** Whether a documented example is of the type and among the values that its schema allows. */
export function fits(value: unknown, schema: Schema): boolean {
  if (value === null)
    return schema.nullable === true || typesOf(schema).includes('null') || typesOf(schema).length === 0
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return false
  const types = typesOf(schema)
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) return false
  return (
    schema.format !== 'date-time' ||
    typeof value !== 'string' ||
    /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)
  )
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

export function sampleString({ format, pattern, minLength, maxLength }: Schema): string {
  const known = typeof format === 'string' ? FORMATS[format] : undefined
  const value = known ?? (typeof pattern === 'string' ? samplePattern(pattern) : 'string')
  const long = typeof minLength === 'number' ? value.padEnd(Math.min(minLength, MAX_LENGTH), 'x') : value
  return typeof maxLength === 'number' ? long.slice(0, maxLength) : long
}

export function sampleNumber({ minimum, maximum, multipleOf, exclusiveMinimum }: Schema): number {
  const above = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : undefined
  const floor = typeof minimum === 'number' ? minimum + (exclusiveMinimum === true ? 1 : 0) : above
  const start = floor ?? (typeof maximum === 'number' && maximum < 1 ? maximum : 1)
  if (typeof multipleOf !== 'number' || multipleOf <= 0) return start
  return Math.ceil(start / multipleOf) * multipleOf
}
