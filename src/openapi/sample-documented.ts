import { isObject, items, type JsonObject, own } from './json.js'
import type { Schema } from './model.js'
import { resolveRef } from './resolve.js'
import { allows, fits } from './sample-value.js'

/** What a schema itself says that a value looks like. */
export interface Documented {
  value: unknown
  /** Something is missing: what its schema requires, or a member whose value is none of those allowed. */
  isPartial: boolean
}

/** The constant, example, default or first choice of a schema; nothing where none of them fits it. */
export function documentedValue(
  schema: Schema,
  { document, examples }: { document: JsonObject; examples: boolean },
): Documented | undefined {
  if (Object.hasOwn(schema, 'const')) return { value: schema.const, isPartial: false }
  const values = examples ? [schema.example, ...items(schema.examples), schema.default] : []
  const choices = items(schema.enum)
  const value =
    [...values.filter((one) => one !== undefined), ...choices].find((one) => allows(one, schema)) ??
    choices[0]
  if (value === undefined) return undefined
  if (Array.isArray(value)) {
    const item = resolveRef(document, schema.items)
    return item && !value.every((one) => fits(one, item)) ? undefined : { value, isPartial: false }
  }
  if (!isObject(value)) return { value, isPartial: false }
  const kept = Object.entries(value).filter(([name, member]) => {
    const property = resolveRef(document, own(schema.properties, name))
    return own(schema.properties, name) !== false && (!property || fits(member, property))
  })
  const isPartial =
    kept.length < Object.keys(value).length ||
    items(schema.required).some((name) => !Object.hasOwn(value, String(name)))
  return { value: isPartial ? Object.fromEntries(kept) : value, isPartial }
}
