import { entries, isObject, items, type JsonObject, own } from './json.js'
import type { Schema } from './model.js'
import { discriminatorValues, refOf, resolveRef } from './resolve.js'

/** Members that an alternative not taken asks for: with them, a value would be of both. */
export const AVOIDED = 'x-epilot-avoided'

export interface PartsContext {
  document: JsonObject
  /** Which alternative of every choice is taken. */
  choice: number
  /** Schemas being sampled: a circle ends where it begins. */
  open: Set<unknown>
}

/** From OpenAPI 3.1 on, what stands beside a `$ref` counts as well. */
export function schemaOf(value: unknown, { document, open }: PartsContext): Schema | undefined {
  const schema = resolveRef(document, value)
  if (refOf(value) === undefined || !isObject(value) || `${document.openapi}`.startsWith('3.0')) return schema
  const { $ref, ...beside } = value
  if (!schema || open.has(schema) || !CONSTRAINTS.some((key) => key in beside)) return schema
  return { ...beside, allOf: [{ $ref }, ...items(beside.allOf)] }
}

const CONSTRAINTS = [
  ...['const', 'enum', 'example', 'examples', 'exclusiveMaximum', 'exclusiveMinimum', 'format', 'maxItems'],
  ...['maxLength', 'maximum', 'minItems', 'minLength', 'minProperties', 'minimum', 'multipleOf', 'pattern'],
  ...['properties', 'required', 'allOf', 'anyOf', 'oneOf'],
]

/** The schemas that a value has to satisfy together: `allOf` taken apart, one alternative of each choice. */
export function partsOf(schema: Schema, sampling: PartsContext, seen = new Set<unknown>()): Schema[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  if (sampling.open.has(schema)) return demandsOf(schema, sampling, seen)
  const { choice } = sampling
  const branch = schema.if === undefined ? [] : choice % 2 === 1 ? [schema.else] : [schema.if, schema.then]
  const all = [...items(schema.allOf), ...branch].flatMap((member) => {
    const part = resolveRef(sampling.document, member)
    return part ? partsOf(part, sampling, seen) : []
  })
  const chosen = [schema.oneOf, schema.anyOf].flatMap((alternatives) => {
    const members = items(alternatives).map((member) => ({
      member,
      part: resolveRef(sampling.document, member),
    }))
    const usable = members.filter(({ part }) => part && !sampling.open.has(part) && part.type !== 'null')
    const found = usable[choice % usable.length]
    if (!found?.part) return []
    const parts = partsOf(found.part, sampling, seen)
    const others = alternatives === schema.oneOf ? members.filter((one) => one !== found) : []
    return [
      { [AVOIDED]: others.flatMap(({ part }) => (part && !part.properties ? items(part.required) : [])) },
      ...discriminatorPart({ discriminator: schema.discriminator, member: found.member, parts, sampling }),
      ...parts,
    ]
  })
  const avoided = items(own(schema.not, 'required'))
  return [schema, ...(avoided.length > 0 ? [{ [AVOIDED]: avoided }] : []), ...all, ...chosen]
}

const demands = new WeakMap<Schema, Schema>()

/** What a schema asks of one inside it that builds on it: a circle ends at optional members, not at required ones. */
function demandsOf(schema: Schema, sampling: PartsContext, seen: Set<unknown>): Schema[] {
  const required = new Set(items(schema.required))
  const properties = entries(schema.properties).filter(([name]) => required.has(name))
  const part = demands.get(schema) ?? { ...schema, properties: Object.fromEntries(properties) }
  if (sampling.open.has(part)) return []
  demands.set(schema, part)
  const bases = items(schema.allOf).map((member) => resolveRef(sampling.document, member))
  return [part, ...bases.flatMap((base) => (base ? partsOf(base, sampling, seen) : []))]
}

/** The value of a discriminator that goes with an alternative, where the alternative doesn't say so itself. */
function discriminatorPart(at: {
  discriminator: unknown
  member: unknown
  parts: Schema[]
  sampling: PartsContext
}): Schema[] {
  const { discriminator, member, parts, sampling } = at
  const name = own(discriminator, 'propertyName')
  if (typeof name !== 'string') return []
  const declared = parts.map((part) => own(part.properties, name))
  if (declared.some((one) => own(one, 'enum') !== undefined || own(one, 'const') !== undefined)) return []
  const [value] = discriminatorValues(sampling.document, discriminator, member)
  if (value === undefined) return []
  return [{ required: [name], properties: Object.fromEntries([[name, { const: value }]]) }]
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']

/** One schema of several parts: the first that has a keyword, and the tightest bounds. */
export function mergeParts(parts: Schema[]): Schema {
  const merged: Schema = Object.assign({}, ...parts.toReversed())
  for (const key of [...LOWER, ...UPPER]) {
    const bounds = parts.map((part) => part[key]).filter((bound) => typeof bound === 'number')
    if (bounds.length > 1) merged[key] = LOWER.includes(key) ? Math.max(...bounds) : Math.min(...bounds)
  }
  return merged
}
