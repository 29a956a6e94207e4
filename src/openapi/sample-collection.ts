import { entries, isObject, items, type JsonObject, own } from './json.js'
import type { Schema } from './model.js'
import { samplePattern } from './pattern.js'

/** Items and members that are made up at most. */
const MAX_COUNT = 1000

type Make = (schema: unknown) => unknown

export function sampleArray(schema: Schema, make: Make): unknown[] {
  const least = countOf(schema.minItems) ?? 0
  const most = countOf(schema.maxItems) ?? MAX_COUNT
  const first = items(schema.prefixItems).map(make)
  if (schema.contains !== undefined) first.push(make(schema.contains))
  const one = make(schema.items ?? {})
  const wanted = Math.max(least, first.length > 0 ? 0 : 1)
  const rest = one === undefined ? [] : Array.from({ length: Math.max(0, wanted - first.length) }, () => one)
  const list = [...first.filter((value) => value !== undefined), ...rest]
  return (schema.uniqueItems === true ? distinct(list, schema.items) : list).slice(0, most)
}

/** Values that differ: other choices of an `enum`, texts and numbers that are counted on. */
function distinct(list: unknown[], item: unknown): unknown[] {
  const choices = items(own(item, 'enum'))
  return list.map((value, index) => (index < choices.length ? choices[index] : vary(value, index)))
}

/** Another value of the same kind, for an index above 0. */
export function vary(value: unknown, index: number): unknown {
  if (index === 0) return value
  if (typeof value === 'string') return `${value}${index + 1}`
  if (typeof value === 'number') return value + index
  if (typeof value === 'boolean') return !value
  if (!isObject(value)) return value
  const [name] = Object.entries(value).find(([, member]) => /string|number/.test(typeof member)) ?? []
  return name === undefined ? value : { ...value, [name]: vary(value[name], index) }
}

/** An object without named members. */
export function sampleMap(schema: Schema, make: Make): JsonObject {
  const { additionalProperties, minProperties, required, patternProperties, propertyNames } = schema
  const count = countOf(minProperties) ?? 0
  const [pattern, patterned] = entries(patternProperties)[0] ?? []
  const member = isObject(additionalProperties) ? additionalProperties : patterned
  const names = new Set(items(required).map(String))
  const stem = additionalProperties === false ? pattern : own(propertyNames, 'pattern')
  for (let index = 1; names.size < count && index <= count; index += 1) {
    const name = typeof stem === 'string' ? samplePattern(stem, index) : `key${index}`
    names.add(names.has(name) && !String(stem).endsWith('$') ? `${name}${index}` : name)
  }
  const value = isObject(member) ? make(member) : 'string'
  return Object.fromEntries([...names].map((name) => [name, value]))
}

export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.min(value, MAX_COUNT) : undefined
}
