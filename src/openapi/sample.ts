import { isObject, items, type JsonObject, own } from './json.js'
import type { MediaTypeModel, ParameterModel, Schema } from './model.js'
import { resolveRef } from './resolve.js'

export interface SampleOptions {
  /** Bodies leave out `readOnly` members, answers `writeOnly` ones. @default 'write' */
  direction?: 'read' | 'write'
  /** Optional members too. @default false */
  full?: boolean
  /** Stands for raw bytes. @default 'string' */
  binary?: unknown
}

interface Sampling {
  document: JsonObject
  hidden: 'readOnly' | 'writeOnly'
  full: boolean
  binary: unknown
  /** Schemas being sampled: a circle ends where it begins. */
  open: Set<unknown>
}

/** A value that a schema describes: its example, its default, or the simplest one that satisfies it. */
export function sampleSchema(schema: Schema, document: JsonObject, options: SampleOptions = {}): unknown {
  const hidden = options.direction === 'read' ? 'writeOnly' : 'readOnly'
  const { full = false, binary = 'string' } = options
  return sample(schema, { document, hidden, full, binary, open: new Set() })
}

/** A value for a parameter: the documented example, or one made from its schema. */
export function sampleParameter(parameter: ParameterModel, document: JsonObject): unknown {
  return parameter.example === undefined ? sampleSchema(parameter.schema, document) : parameter.example
}

/** A body: the first documented example, or one made from its schema. */
export function sampleBody(media: MediaTypeModel, document: JsonObject, options?: SampleOptions): unknown {
  const [example] = media.examples
  return example ? example.value : sampleSchema(media.schema, document, options)
}

function sample(value: unknown, sampling: Sampling): unknown {
  const schema = resolveRef(sampling.document, value)
  if (!schema || sampling.open.has(schema)) return undefined
  for (const member of ['example', 'const', 'default']) {
    if (Object.hasOwn(schema, member)) return schema[member]
  }
  const [listed] = [...items(schema.examples), ...items(schema.enum)]
  if (listed !== undefined) return listed
  sampling.open.add(schema)
  const result = compose(schema, sampling)
  sampling.open.delete(schema)
  return result
}

function compose(schema: Schema, sampling: Sampling): unknown {
  const parts = items(schema.allOf).map((part) => sample(part, sampling))
  const alternatives = [...items(schema.oneOf), ...items(schema.anyOf)]
  const [alternative] = alternatives.map((part) => sample(part, sampling)).filter((one) => one !== undefined)
  const objects = [
    ...parts,
    alternative,
    isObject(schema.properties) ? sampleObject(schema, sampling) : undefined,
  ]
  const merged = objects.filter(isObject)
  if (merged.length > 0) return Object.fromEntries(merged.flatMap((part) => Object.entries(part)))
  const plain = [...parts, alternative].find((part) => part !== undefined)
  return plain === undefined ? samplePrimitive(schema, sampling) : plain
}

function sampleObject(schema: Schema, sampling: Sampling): JsonObject {
  const required = new Set(items(schema.required))
  const members = Object.entries(schema.properties as JsonObject).flatMap(
    ([name, property]): [string, unknown][] => {
      if (!sampling.full && !required.has(name)) return []
      if (own(resolveRef(sampling.document, property), sampling.hidden) === true) return []
      const value = sample(property, sampling)
      return value === undefined ? [] : [[name, value]]
    },
  )
  return Object.fromEntries(members)
}

function samplePrimitive(schema: Schema, sampling: Sampling): unknown {
  const [type] = items(schema.type).length > 0 ? items(schema.type) : [schema.type]
  if (schema.format === 'binary') return sampling.binary
  if (type === 'string' || (type === undefined && schema.format !== undefined)) return sampleString(schema)
  if (type === 'integer' || type === 'number') return sampleNumber(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (type === 'array') return sampleArray(schema, sampling)
  return {}
}

const FORMATS: Record<string, string> = {
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

function sampleString({ format, minLength, maxLength }: Schema): string {
  const value = (typeof format === 'string' && FORMATS[format]) || 'string'
  const long = typeof minLength === 'number' ? value.padEnd(Math.min(minLength, 10_000), 'x') : value
  return typeof maxLength === 'number' ? long.slice(0, maxLength) : long
}

function sampleNumber(schema: Schema): number {
  const { minimum, maximum, multipleOf, exclusiveMinimum } = schema
  const above = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : undefined
  const floor = typeof minimum === 'number' ? minimum + (exclusiveMinimum === true ? 1 : 0) : above
  const start = floor ?? (typeof maximum === 'number' && maximum < 1 ? maximum : 1)
  if (typeof multipleOf !== 'number' || multipleOf <= 0) return start
  return Math.ceil(start / multipleOf) * multipleOf
}

function sampleArray(schema: Schema, sampling: Sampling): unknown[] {
  const one = sample(schema.items, sampling)
  if (one === undefined) return []
  const count = typeof schema.minItems === 'number' ? Math.min(Math.max(schema.minItems, 1), 100) : 1
  return Array.from({ length: count }, () => one)
}
