import { isObject } from '../../openapi/json.js'
import type { Schema } from '../../openapi/model.js'
import { code, escapeText } from './markdown.js'
import { type SchemaScope, schemaList, target, typesOf } from './schema-type.js'

/** A schema's description; one beside a `$ref` wins. */
export function descriptionOf(scope: SchemaScope, schema: unknown): string {
  const own = isObject(schema) && typeof schema.description === 'string' ? schema.description : undefined
  const { description } = whole(scope, schema)
  return own ?? (typeof description === 'string' ? description : '')
}

/** A schema's default, as code. */
export function defaultOf(scope: SchemaScope, schema: unknown): string {
  const value = whole(scope, schema).default
  return value === undefined ? '' : code(JSON.stringify(value))
}

/** What a schema demands of a value beyond its type, in words; of each variant, where it has several. */
export function constraints(scope: SchemaScope, schema: unknown): string {
  const resolved = whole(scope, schema)
  const variants = [...schemaList(resolved.oneOf), ...schemaList(resolved.anyOf)].map((variant) =>
    whole(scope, variant),
  )
  // Bounds of numbers beside variants are bounds of those variants that are numbers.
  const [own, numbers] = variants.some(isNumber) ? split(resolved) : [resolved, {}]
  const inVariants = variants.flatMap((variant) => {
    const words = bounds(isNumber(variant) ? merged([variant, numbers]) : variant)
    const type = typesOf(variant).find((name) => name !== 'null')
    return words.length === 0 ? [] : [`${type ?? 'value'}: ${words.join(', ')}`]
  })
  const within = [
    ['each item', resolved.items],
    ['each value', resolved.additionalProperties],
  ] as const
  const ofMembers = within.flatMap(([name, schema]) => {
    const words = schema === undefined ? [] : bounds(whole(scope, schema))
    return words.length === 0 ? [] : [`${name}: ${words.join(', ')}`]
  })
  return [...bounds(own), ...ofMembers, ...inVariants].join('; ')
}

const DEPTH_LIMIT = 8
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const OF_NUMBERS = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf']

/** A schema with its `allOf` parts: in 3.0 the only way to say more about a `$ref`. */
function whole(scope: SchemaScope, schema: unknown, depth = 0): Schema {
  const resolved = target(scope, schema)
  const parts = depth > DEPTH_LIMIT ? [] : schemaList(resolved.allOf)
  return merged([...parts.map((part) => whole(scope, part, depth + 1)), resolved])
}

/** Schemas that hold at once, as one: the last word of each, and the narrowest bounds. */
function merged(schemas: readonly Schema[]): Schema {
  const result: Schema = {}
  for (const schema of schemas) {
    const before = { ...result }
    Object.assign(result, schema)
    for (const key of [...LOWER, ...UPPER]) {
      const [one, other] = [before[key], schema[key]]
      if (typeof one !== 'number' || typeof other !== 'number') continue
      result[key] = LOWER.includes(key) ? Math.max(one, other) : Math.min(one, other)
    }
  }
  return result
}

/** A schema without its bounds of numbers, and those. */
function split(schema: Schema): [rest: Schema, numbers: Schema] {
  const pick = (wanted: boolean): Schema =>
    Object.fromEntries(Object.entries(schema).filter(([key]) => OF_NUMBERS.includes(key) === wanted))
  return [pick(false), pick(true)]
}

function isNumber(schema: Schema): boolean {
  return typesOf(schema).some((type) => type === 'number' || type === 'integer')
}

const PATTERN_LIMIT = 48

function bounds(schema: Schema): string[] {
  const words = [
    numberRange(schema),
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'items'),
    range(schema.minProperties, schema.maxProperties, 'members'),
  ]
  if (typeof schema.multipleOf === 'number') words.push(`multiple of ${schema.multipleOf}`)
  if (schema.uniqueItems === true) words.push('no item twice')
  if (typeof schema.format === 'string' && schema.format !== 'binary')
    words.push(`format ${escapeText(schema.format)}`)
  // A longer pattern tells a reader nothing that the description doesn't.
  if (typeof schema.pattern === 'string' && schema.pattern.length <= PATTERN_LIMIT)
    words.push(`matches ${code(schema.pattern)}`)
  return words.filter(Boolean)
}

/** Bounds are exclusive by a boolean beside `minimum` in 3.0, by a number of their own in 3.1. */
function numberRange(schema: Schema): string {
  const above = schema.exclusiveMinimum === true ? schema.minimum : schema.exclusiveMinimum
  const below = schema.exclusiveMaximum === true ? schema.maximum : schema.exclusiveMaximum
  const isAbove = typeof above === 'number'
  const isBelow = typeof below === 'number'
  return [
    isAbove ? `more than ${above}` : '',
    range(isAbove ? undefined : schema.minimum, isBelow ? undefined : schema.maximum),
    isBelow ? `less than ${below}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

function range(least: unknown, most: unknown, unit = ''): string {
  const last = typeof most === 'number' ? most : least
  const of = unit === '' ? '' : ` ${last === 1 ? unit.replace(/s$/, '') : unit}`
  const low = typeof least === 'number' && (unit === '' || least > 0) ? least : undefined
  if (low !== undefined && low === most) return `exactly ${low}${of}`
  if (low !== undefined && typeof most === 'number') return `${low} to ${most}${of}`
  if (low !== undefined) return `at least ${low}${of}`
  return typeof most === 'number' ? `at most ${most}${of}` : ''
}
