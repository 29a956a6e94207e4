import { isObject } from '../../openapi/json.js'
import type { ParameterModel, Schema } from '../../openapi/model.js'
import { refOf } from '../../openapi/resolve.js'
import { code, escapeText } from './markdown.js'
import type { Table } from './page.js'
import { cell } from './prose.js'
import { inlineType, nameOf, type SchemaScope, schemaList, target, typesOf } from './schema-type.js'

/** One way to write a body; most bodies have one, a `oneOf` or `anyOf` of objects has several. */
export interface Variant {
  /** Absent for the only one. */
  title?: string
  schema: Schema
}

const COLUMNS = ['Name', 'Type', 'Required', 'Default', 'Constraints', 'Description'] as const
const PARAMETER_COLUMNS = ['Name', 'In', 'Type', 'Required', 'Default', 'Constraints', 'Description'] as const
/** Few schemas have these. */
const OPTIONAL = ['Default', 'Constraints'] as const
const LEVELS = 2

export function parameterTable(scope: SchemaScope, parameters: readonly ParameterModel[]): Table {
  const rows = parameters.map((parameter) => [
    code(parameter.name),
    parameter.in,
    code(inlineType(scope, parameter.schema)),
    parameter.required ? 'Yes' : 'No',
    defaultOf(scope, parameter.schema),
    constraints(scope, parameter.schema),
    described(parameter.description ?? descriptionOf(scope, parameter.schema), parameter.deprecated),
  ])
  return { columns: PARAMETER_COLUMNS, rows, optional: OPTIONAL }
}

/** The members of a body's schema that a caller may write, those of inline objects below them with dotted names. */
export function fieldTable(scope: SchemaScope, schema: Schema): Table {
  return {
    columns: COLUMNS,
    optional: OPTIONAL,
    rows: fieldRows({ scope, schema, prefix: '', levels: LEVELS }),
  }
}

/** The ways to write what a schema describes. */
export function variantsOf(scope: SchemaScope, schema: unknown): Variant[] {
  const resolved = target(scope, schema)
  const variants = [...schemaList(resolved.oneOf), ...schemaList(resolved.anyOf)]
  const areObjects = variants.every((variant) => members(scope, variant).length > 0)
  if (variants.length < 2 || !areObjects) return [{ schema: resolved }]
  const common: Schema = { ...resolved, oneOf: undefined, anyOf: undefined }
  const shared = members(scope, common).length > 0
  return variants.map((variant, index) => ({
    title: titleOf(scope, variant) ?? `Variant ${index + 1}`,
    schema: shared ? { allOf: [common, variant] } : target(scope, variant),
  }))
}

function titleOf(scope: SchemaScope, variant: Schema): string | undefined {
  const ref = refOf(variant)
  const { title } = target(scope, variant)
  if (typeof title === 'string' && title.trim() !== '') return title
  return ref === undefined ? undefined : nameOf(scope, ref)
}

function fieldRows(at: { scope: SchemaScope; schema: Schema; prefix: string; levels: number }): string[][] {
  const { scope, schema, prefix, levels } = at
  return members(scope, schema).flatMap(({ name, property, required }) => {
    const resolved = target(scope, property)
    if (resolved.readOnly === true) return []
    const row = [
      code(`${prefix}${name}`),
      code(resolved.format === 'binary' ? 'Binary' : inlineType(scope, property)),
      required ? 'Yes' : 'No',
      defaultOf(scope, property),
      constraints(scope, property),
      described(descriptionOf(scope, property), resolved.deprecated === true),
    ]
    const isInline = refOf(property) === undefined && levels > 1
    const nested = isInline
      ? fieldRows({ scope, schema: resolved, prefix: `${prefix}${name}.`, levels: levels - 1 })
      : []
    if (nested.length > 0) row[1] = code('object')
    return [row, ...nested]
  })
}

interface Member {
  name: string
  property: unknown
  required: boolean
}

/** Properties of an object, those of its `allOf` parts included; the last of a name wins. */
function members(scope: SchemaScope, schema: unknown, depth = 0): Member[] {
  const resolved = target(scope, schema)
  const required = new Set(Array.isArray(resolved.required) ? resolved.required : [])
  const own = Object.entries(isObject(resolved.properties) ? resolved.properties : {})
  const all = new Map<string, Member>()
  const inherited = depth > 8 ? [] : schemaList(resolved.allOf)
  for (const member of inherited.flatMap((part) => members(scope, part, depth + 1)))
    all.set(member.name, {
      ...member,
      required: member.required || required.has(member.name) || all.get(member.name)?.required === true,
    })
  for (const [name, property] of own) all.set(name, { name, property, required: required.has(name) })
  return [...all.values()]
}

function descriptionOf(scope: SchemaScope, schema: unknown): string {
  const own = isObject(schema) && typeof schema.description === 'string' ? schema.description : undefined
  const { description } = target(scope, schema)
  return own ?? (typeof description === 'string' ? description : '')
}

function described(description: string, deprecated: boolean): string {
  return [deprecated ? '**Deprecated.**' : '', cell(description)].filter(Boolean).join(' ')
}

function defaultOf(scope: SchemaScope, schema: unknown): string {
  const value = target(scope, schema).default
  return value === undefined ? '' : code(JSON.stringify(value))
}

/** What a schema demands of a value beyond its type, in words; of each variant, where it has several. */
function constraints(scope: SchemaScope, schema: unknown): string {
  const resolved = target(scope, schema)
  const variants = [...schemaList(resolved.oneOf), ...schemaList(resolved.anyOf)]
  const inVariants = variants.flatMap((variant) => {
    const words = bounds(target(scope, variant))
    const type = typesOf(target(scope, variant)).find((name) => name !== 'null')
    return words.length === 0 ? [] : [`${type ?? 'value'}: ${words.join(', ')}`]
  })
  const items = resolved.items === undefined ? [] : bounds(target(scope, resolved.items))
  return [
    ...bounds(resolved),
    ...(items.length === 0 ? [] : [`each item: ${items.join(', ')}`]),
    ...inVariants,
  ].join('; ')
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
  const of = unit === '' ? '' : ` ${unit}`
  const low = typeof least === 'number' && (unit === '' || least > 0) ? least : undefined
  if (low !== undefined && low === most) return `exactly ${low}${of}`
  if (low !== undefined && typeof most === 'number') return `${low} to ${most}${of}`
  if (low !== undefined) return `at least ${low}${of}`
  return typeof most === 'number' ? `at most ${most}${of}` : ''
}
