import { entries, isObject, items, type JsonObject, own } from './json.js'
import type { MediaTypeModel, ParameterModel, Schema } from './model.js'
import { resolveRef } from './resolve.js'
import { countOf, sampleArray, sampleMap, vary } from './sample-collection.js'
import { documentedValue } from './sample-documented.js'
import { AVOIDED, mergeParts, type PartsContext, partsOf, schemaOf } from './sample-parts.js'
import { allows, fits, sampleNumber, sampleString, typesOf } from './sample-value.js'

export interface SampleOptions {
  /** Bodies leave out `readOnly` members, answers `writeOnly` ones. @default 'write' */
  direction?: 'read' | 'write'
  /** Optional members too. @default false */
  full?: boolean
  /** Stands for raw bytes. @default 'string' */
  binary?: unknown
  /** Which alternative of every choice is taken, from 0; where they are fewer, counting starts again. @default 0 */
  choice?: number
  /** Whether the examples and defaults of schemas are used. @default true */
  examples?: boolean
}

interface Sampling extends PartsContext {
  hidden: 'readOnly' | 'writeOnly'
  full: boolean
  binary: unknown
  examples: boolean
  /** Values that may still be made: schemas that repeat each other would fill the memory. */
  left: number
}

const MAX_VALUES = 20_000
/** Schemas inside one another. */
const MAX_DEPTH = 500

/** A value that a schema describes: its example, its default, or the simplest one that satisfies it. */
export function sampleSchema(schema: Schema, document: JsonObject, options: SampleOptions = {}): unknown {
  const hidden = options.direction === 'read' ? 'writeOnly' : 'readOnly'
  const { full = false, binary = 'string', choice = 0, examples = true } = options
  return sample(schema, {
    ...{ document, hidden, full, binary, choice, examples },
    open: new Set(),
    left: MAX_VALUES,
  })
}

/** A value for a parameter: the documented example, or one made from its schema. */
export function sampleParameter(parameter: ParameterModel, document: JsonObject): unknown {
  const schema = resolveRef(document, parameter.schema) ?? {}
  const documented = parameter.example !== undefined && fits(parameter.example, schema)
  return documented ? parameter.example : sampleSchema(parameter.schema, document)
}

/** A body: the first documented example, or one made from its schema. */
export function sampleBody(media: MediaTypeModel, document: JsonObject, options?: SampleOptions): unknown {
  const [example] = media.examples
  return example ? example.value : sampleSchema(media.schema, document, options)
}

function sample(value: unknown, sampling: Sampling): unknown {
  const schema = schemaOf(value, sampling)
  sampling.left -= 1
  if (!schema || sampling.open.has(schema) || sampling.left < 0 || sampling.open.size > MAX_DEPTH)
    return undefined
  const documented = documentedValue(schema, sampling)
  if (documented && !documented.isPartial) return documented.value
  const parts = partsOf(schema, sampling)
  for (const part of parts) sampling.open.add(part)
  const result = sampleParts(parts, sampling)
  for (const part of parts) sampling.open.delete(part)
  return result
}

function sampleParts(parts: Schema[], sampling: Sampling): unknown {
  const documented = parts.map((part) => documentedValue(part, sampling)?.value)
  const isObjectLike = parts.some((part) => isObject(part.properties)) || documented.some(isObject)
  if (isObjectLike) return sampleObject(parts, documented.filter(isObject), sampling)
  const isAllowed = (value: unknown): boolean => parts.every((part) => allows(value, part))
  const values = [...documented, ...parts.flatMap((part) => items(part.enum))].filter(
    (value) => value !== undefined,
  )
  if (values.length > 0) return values.find(isAllowed) ?? values[0]
  const made = samplePlain(mergeParts(parts), sampling)
  return [made, vary(made, 1), vary(made, 2)].find(isAllowed) ?? made
}

function sampleObject(parts: Schema[], documented: JsonObject[], sampling: Sampling): JsonObject {
  const result = new Map(documented.flatMap((example) => Object.entries(example)))
  // A member that several parts describe has to satisfy them all.
  const properties = new Map<string, unknown[]>()
  for (const [name, property] of parts.flatMap((part) => entries(part.properties))) {
    properties.set(name, [...(properties.get(name) ?? []), property])
  }
  const required = new Set(parts.flatMap((part) => items(part.required)).map(String))
  for (const [name, others] of parts.flatMap((part) => entries(part.dependentRequired)))
    if (required.has(name)) for (const other of items(others)) required.add(String(other))
  const least = Math.max(
    0,
    ...parts.map(({ minProperties }) => (typeof minProperties === 'number' ? minProperties : 0)),
  )
  const most = Math.min(
    ...parts.map(({ maxProperties }) => countOf(maxProperties) ?? Number.POSITIVE_INFINITY),
  )
  const avoided = new Set(parts.flatMap((part) => items(part[AVOIDED])).map(String))
  const missing = (): number => [...required].filter((name) => !result.has(name)).length
  const add = (name: string, schemas: unknown[]): void => {
    if (result.has(name)) return
    if (!required.has(name) && (avoided.has(name) || result.size + missing() >= most)) return
    if (schemas.some((one) => own(one, sampling.hidden) === true)) return
    const value = sample(schemas.length > 1 ? { allOf: schemas } : schemas[0], sampling)
    if (value !== undefined) result.set(name, value)
  }
  for (const [name, schemas] of properties) if (sampling.full || required.has(name)) add(name, schemas)
  for (const [name, schemas] of properties) if (result.size < least) add(name, schemas)
  const additional = parts.map((part) => part.additionalProperties).find(isObject)
  for (const name of required)
    if (!properties.has(name) && !result.has(name))
      result.set(name, additional ? sample(additional, sampling) : 'string')
  return Object.fromEntries(result)
}

function samplePlain(schema: Schema, sampling: Sampling): unknown {
  const types = typesOf(schema)
  const type = types.find((one) => one !== 'null') ?? types[0]
  if (schema.format === 'binary') return sampling.binary
  if (type === 'string' || (type === undefined && (schema.format ?? schema.pattern) !== undefined))
    return sampleString(schema)
  if (type === 'integer' || type === 'number') return sampleNumber(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  const make = (part: unknown): unknown => sample(part, sampling)
  return type === 'array' ? sampleArray(schema, make) : sampleMap(schema, make)
}
