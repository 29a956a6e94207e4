import type { ParameterModel, Schema } from '../../openapi/model.js'
import { refOf } from '../../openapi/resolve.js'
import { constraints, defaultOf, descriptionOf } from './constraints.js'
import { code } from './markdown.js'
import type { Table } from './page.js'
import { cell } from './prose.js'
import { inlineType, type SchemaScope, target } from './schema-type.js'
import { members } from './variants.js'

const COLUMNS = ['Name', 'Type', 'Required', 'Default', 'Constraints', 'Description'] as const
const PARAMETER_COLUMNS = ['Name', 'In', 'Type', 'Required', 'Default', 'Constraints', 'Description'] as const
/** Few schemas have these. */
const OPTIONAL = ['Default', 'Constraints'] as const
const LEVELS = 2

/** Parameters, with the members of those that are objects. */
export function parameterTable(scope: SchemaScope, parameters: readonly ParameterModel[]): Table {
  const rows = parameters.flatMap((parameter) => {
    const { name, schema } = parameter
    const isDeprecated = parameter.deprecated || target(scope, schema).deprecated === true
    const row = [
      code(name),
      parameter.in,
      code(inlineType(scope, schema)),
      parameter.required ? 'Yes' : 'No',
      defaultOf(scope, schema),
      constraints(scope, schema),
      described(parameter.description ?? descriptionOf(scope, schema), isDeprecated),
    ]
    const below = memberRows({ scope, schema: target(scope, schema), prefix: name, levels: LEVELS })
    if (below.rows.length > 0) row[2] = code(below.type)
    return [row, ...below.rows.map(([first = '', ...rest]) => [first, parameter.in, ...rest])]
  })
  return { columns: PARAMETER_COLUMNS, rows, optional: OPTIONAL }
}

/**
 * The members of a body's schema that a caller may write, those of inline objects below them with dotted names.
 * `isWhole`: the table says everything, since the body is an object.
 */
export function fieldTable(scope: SchemaScope, schema: Schema): Table & { isWhole: boolean } {
  const at = { scope, schema, prefix: '', levels: LEVELS }
  const own = fieldRows(at)
  const isWhole = own.length > 0
  return { columns: COLUMNS, optional: OPTIONAL, rows: isWhole ? own : memberRows(at).rows, isWhole }
}

interface Level {
  scope: SchemaScope
  schema: Schema
  /** Name of what the schema describes; empty for a body. */
  prefix: string
  levels: number
}

/** Rows for an object's members. */
function fieldRows({ scope, schema, prefix, levels }: Level): string[][] {
  return members(scope, schema).flatMap(({ name, property, required }) => {
    const resolved = target(scope, property)
    if (resolved.readOnly === true) return []
    const path = prefix === '' ? name : `${prefix}.${name}`
    const row = [
      code(path),
      code(resolved.format === 'binary' ? 'Binary' : inlineType(scope, property)),
      required ? 'Yes' : 'No',
      defaultOf(scope, property),
      constraints(scope, property),
      described(descriptionOf(scope, property), resolved.deprecated === true),
    ]
    if (refOf(property) !== undefined || levels <= 1) return [row]
    const below = memberRows({ scope, schema: resolved, prefix: path, levels: levels - 1 })
    if (below.rows.length > 0) row[1] = code(below.type)
    return [row, ...below.rows]
  })
}

/** Rows for what is inside a value: an object, a list of objects, or objects by any name. */
function memberRows(at: Level): { type: string; rows: string[][] } {
  const { scope, schema, prefix } = at
  const own = fieldRows(at)
  if (own.length > 0) return { type: 'object', rows: own }
  const containers = [
    { inside: schema.items, name: `${prefix}[]`, type: 'object[]' },
    { inside: schema.additionalProperties, name: `${prefix}.*`, type: 'Record<string, object>' },
  ]
  const isBody = prefix === ''
  for (const { inside, name, type } of containers) {
    // Members of a named schema stand in the section of schemas; a body's own are wanted at once.
    if (inside === undefined || (refOf(inside) !== undefined && !isBody)) continue
    const rows = fieldRows({ ...at, schema: target(scope, inside), prefix: name.replace(/^\./, '') })
    if (rows.length > 0) return { type, rows }
  }
  return { type: '', rows: [] }
}

function described(description: string, deprecated: boolean): string {
  return [deprecated ? '**Deprecated.**' : '', cell(description)].filter(Boolean).join(' ')
}
