import type { OpenAPIDocument } from '../../core/types.js'
import { entries, isObject, own } from '../../openapi/json.js'
import type { Schema } from '../../openapi/model.js'
import { pointer } from '../../openapi/pointer.js'
import { resolveRef } from '../../openapi/resolve.js'
import { key } from '../text.js'
import type { TypeNames } from '../type-names.js'

/** Where a schema stands: its document, and the names of the types that its API exports. */
export interface SchemaScope {
  document: OpenAPIDocument
  names: TypeNames
}

const ENUM_LIMIT = 12
const DEPTH_LIMIT = 4

/** The schemas that a document names, in its order. */
export function namedSchemas(scope: SchemaScope): { name: string; ref: string }[] {
  return entries(own(scope.document.components, 'schemas')).map(([key]) => {
    const at = pointer('/components/schemas', key)
    return { name: scope.names.of(at), ref: `#${at}` }
  })
}

/** TypeScript of a schema as the pages show it: its own members spelled out, named objects in them by name. */
export function schemaType(scope: SchemaScope, schema: unknown): string {
  return print({ scope, schema, depth: 0, seen: new Set(), inline: false })
}

/** TypeScript of a schema on one line, for a table cell: named objects by name. */
export function inlineType(scope: SchemaScope, schema: unknown): string {
  return print({ scope, schema, depth: 1, seen: new Set(), inline: true })
}

/** What a schema's `$ref` leads to, or the schema itself. */
export function target(scope: SchemaScope, schema: unknown): Schema {
  return resolveRef(scope.document, schema) ?? {}
}

export function schemaList(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The schema's types; `type` may be a list in 3.1. */
export function typesOf(schema: Schema): string[] {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter(
    (type): type is string => typeof type === 'string',
  )
  if (types.length === 0 && isObject(schema.properties)) types.push('object')
  if (types.length === 0 && schema.items !== undefined) types.push('array')
  if (schema.nullable === true) types.push('null')
  return types
}

interface Printing {
  scope: SchemaScope
  schema: unknown
  depth: number
  /** `$ref`s being printed; one met again is printed by name. */
  seen: ReadonlySet<string>
  /** Everything on one line, without notes. */
  inline: boolean
  /** Members that a composition around the schema demands. */
  required?: readonly unknown[]
}

function print(at: Printing): string {
  const { scope, schema, depth, seen } = at
  if (schema === false) return 'never'
  if (!isObject(schema)) return 'unknown'
  if (typeof schema.$ref === 'string') {
    const resolved = target(scope, schema)
    const byName = seen.has(schema.$ref) || (depth > 0 && !isSmall(scope, resolved, seen))
    if (byName) return nameOf(scope, schema.$ref)
    return print({ ...at, schema: resolved, seen: new Set([...seen, schema.$ref]) })
  }
  const values = enumValues(schema)
  if (values) return unique(values.map((value) => JSON.stringify(value))).join(' | ') || 'never'
  const all = schemaList(schema.allOf)
  const required = [schema, ...all].flatMap((part) => requiredIn(at, target(scope, part)))
  const parts = all.map((part) => print({ ...at, schema: part, required }))
  for (const variants of [schemaList(schema.oneOf), schemaList(schema.anyOf)])
    if (variants.length > 0)
      parts.push(unique(variants.map((variant) => print({ ...at, schema: variant, required }))).join(' | '))
  const own = ownTypes(at, schema, parts.length > 0)
  if (own.length > 0) parts.push(unique(own).join(' | '))
  const telling = parts.filter((part) => part !== 'unknown')
  const joined = telling.length > 1 ? telling.map(grouped).join(' & ') : (telling[0] ?? 'unknown')
  return schema.nullable === true && !joined.endsWith('null') ? `${joined} | null` : joined
}

/** Types that the schema names itself; beside `allOf`, `oneOf` or `anyOf` only an object's members add to them. */
function ownTypes(at: Printing, schema: Schema, composed: boolean): string[] {
  return typesOf(schema).flatMap((type) => {
    if (type === 'object') return objectType(at, schema) ?? (composed ? [] : [recordType(at, schema)])
    if (composed) return []
    if (type === 'array') return [arrayType(at, schema)]
    return [type === 'integer' ? 'number' : type]
  })
}

function objectType(at: Printing, schema: Schema): string[] | undefined {
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {})
  if (properties.length === 0) return undefined
  if (at.depth >= DEPTH_LIMIT) return ['object']
  const required = requiredIn(at, schema)
  const lines = properties.map(([name, property]) => {
    const note = at.inline ? '' : formatNote(at.scope, property)
    return `${key(name)}${required.includes(name) ? '' : '?'}: ${print(below(at, property))}${note}`
  })
  if (isObject(schema.additionalProperties))
    lines.push(`[name: string]: ${print(below(at, schema.additionalProperties))}`)
  if (at.inline) return [`{ ${lines.join('; ')} }`]
  return [`{\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n')}\n}`]
}

function requiredIn(at: Printing, { required }: Schema): readonly unknown[] {
  return [...(at.required ?? []), ...(Array.isArray(required) ? required : [])]
}

function recordType(at: Printing, schema: Schema): string {
  const values = schema.additionalProperties
  return `Record<string, ${isObject(values) ? print(below(at, values)) : 'unknown'}>`
}

function arrayType(at: Printing, schema: Schema): string {
  const tuple = schemaList(schema.prefixItems)
  if (tuple.length > 0) return `[${tuple.map((item) => print(below(at, item))).join(', ')}]`
  return schema.items === undefined ? 'unknown[]' : `${grouped(print(below(at, schema.items)))}[]`
}

function below(at: Printing, schema: unknown): Printing {
  return { ...at, schema, depth: at.depth + 1, required: [] }
}

function formatNote(scope: SchemaScope, property: unknown): string {
  const format = target(scope, property).format
  return typeof format === 'string' ? ` // ${format.replace(/\s+/g, ' ')}` : ''
}

function enumValues(schema: Schema): unknown[] | undefined {
  if ('const' in schema) return [schema.const]
  if (!Array.isArray(schema.enum)) return undefined
  return schema.nullable === true ? [...schema.enum, null] : schema.enum
}

/** Without objects of its own and short: better spelled out than named. */
function isSmall(scope: SchemaScope, schema: unknown, seen: ReadonlySet<string>): boolean {
  if (!isObject(schema)) return true
  if (typeof schema.$ref === 'string') {
    if (seen.has(schema.$ref)) return false
    return isSmall(scope, target(scope, schema), new Set([...seen, schema.$ref]))
  }
  const variants = ['allOf', 'oneOf', 'anyOf'].flatMap((key) => schemaList(schema[key]))
  if (typesOf(schema).includes('object') || variants.length > ENUM_LIMIT) return false
  if (Array.isArray(schema.enum) && schema.enum.length > ENUM_LIMIT) return false
  return [...variants, schema.items].every((part) => isSmall(scope, part, seen))
}

/** Name of the type that a `$ref` leads to. */
export function nameOf(scope: SchemaScope, ref: string): string {
  return scope.names.of(ref.replace(/^#/, ''))
}

/** In parentheses where it is a union or an intersection at its outermost level. */
function grouped(type: string): string {
  const outermost = type.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  let level = 0
  for (const mark of outermost) {
    if ('{([<'.includes(mark)) level++
    else if ('})]>'.includes(mark)) level--
    else if (level === 0 && (mark === '|' || mark === '&')) return `(${type})`
  }
  return type
}

function unique(types: readonly string[]): string[] {
  return [...new Set(types)]
}
