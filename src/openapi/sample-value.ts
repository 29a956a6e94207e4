import { isObject, items, own } from './json.js'
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
  'json-pointer': '/a',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
}

/** Where a `maxLength` leaves no room for the usual ones. */
const SHORT: Record<string, string> = {
  email: 'a@b.co',
  hostname: 'a.co',
  uri: 'a:b',
  url: 'a:b',
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
  if (!isWithin(value, schema)) return false
  return (
    schema.format !== 'date-time' ||
    typeof value !== 'string' ||
    /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)
  )
}

/** Whether a value fits a schema and isn't one that it rules out by name. */
export function allows(value: unknown, schema: Schema): boolean {
  const isSame = (other: unknown): boolean => JSON.stringify(other) === JSON.stringify(value)
  const ruledOut = [...items(own(schema.not, 'enum')), own(schema.not, 'const')]
  return fits(value, schema) && (!('const' in schema) || isSame(schema.const)) && !ruledOut.some(isSame)
}

/** Whether a number, or the size of anything else, keeps the bounds of a schema. */
function isWithin(value: unknown, schema: Schema): boolean {
  if (typeof value === 'number') {
    const low = bound(schema, 'minimum', 'exclusiveMinimum')
    const high = bound(schema, 'maximum', 'exclusiveMaximum')
    return (
      (low.isOpen ? value > low.at : value >= low.at) && (high.isOpen ? value < high.at : value <= high.at)
    )
  }
  const between = (size: number, least: unknown, most: unknown): boolean =>
    !(typeof least === 'number' && size < least) && !(typeof most === 'number' && size > most)
  if (typeof value === 'string') return between([...value].length, schema.minLength, schema.maxLength)
  return !Array.isArray(value) || between(value.length, schema.minItems, schema.maxItems)
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

export function sampleString({ format, pattern, minLength, maxLength }: Schema): string {
  const least = typeof minLength === 'number' ? Math.min(minLength, MAX_LENGTH) : 0
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY
  const known = typeof format === 'string' ? FORMATS[format] : undefined
  if (known && known.length > most) return SHORT[String(format)] ?? known.slice(0, most)
  const made = known ?? (typeof pattern === 'string' ? samplePattern(pattern, least) : 'string')
  return made.padEnd(least, 'x').slice(0, most)
}

export function sampleNumber(schema: Schema): number {
  const { multipleOf } = schema
  const isInteger = schema.type !== 'number' && [schema.type].flat().includes('integer')
  const low = bound(schema, 'minimum', 'exclusiveMinimum')
  const high = bound(schema, 'maximum', 'exclusiveMaximum')
  const fitsBounds = (value: number): boolean =>
    (low.isOpen ? value > low.at : value >= low.at) && (high.isOpen ? value < high.at : value <= high.at)
  const step = typeof multipleOf === 'number' && multipleOf > 0 ? multipleOf : isInteger ? 1 : undefined
  const middle = (low.at + high.at) / 2
  const wanted = Number.isFinite(low.at) ? [low.at, low.at + 1] : [1, high.at, high.at - 1]
  const on = (value: number): number[] => {
    if (step === undefined) return [value]
    const steps = [Math.ceil(value / step), Math.floor(value / step), Math.floor(value / step) + 1]
    // A step such as 0.01 has no exact multiples.
    return steps.map((count) => Number((count * step).toPrecision(15)))
  }
  return [...wanted, middle].filter(Number.isFinite).flatMap(on).find(fitsBounds) ?? 1
}

/** A bound, exclusive by a boolean beside it in 3.0, by a number of its own in 3.1. */
function bound(
  schema: Schema,
  inclusive: 'minimum' | 'maximum',
  exclusive: 'exclusiveMinimum' | 'exclusiveMaximum',
): { at: number; isOpen: boolean } {
  const [at, open] = [schema[inclusive], schema[exclusive]]
  const isLow = inclusive === 'minimum'
  const none = isLow ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const closed = typeof at === 'number' ? at : none
  if (typeof open !== 'number') return { at: closed, isOpen: open === true }
  const isTighter = isLow ? open >= closed : open <= closed
  return isTighter ? { at: open, isOpen: true } : { at: closed, isOpen: false }
}
