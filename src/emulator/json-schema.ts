import { isObject, items } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'

const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'])
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const SINGLES = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
])

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'])

const isNumber = (value: unknown): boolean => typeof value === 'number'
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0
const isBound = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'
const isNames = (value: unknown): boolean => items(value).every((name) => typeof name === 'string')

/**
 * The other keywords that decide whether a value fits, and what each has to look like. Real documents hold values
 * that no validator can read (`required: true`, a type that isn't one); those are left out.
 */
const ASSERTIONS: Record<string, (value: unknown) => boolean> = {
  type: (value) => [value].flat().every((type) => TYPES.has(String(type))) && [value].flat().length > 0,
  enum: (value) => Array.isArray(value) && value.length > 0,
  const: () => true,
  format: (value) => typeof value === 'string',
  pattern: (value) => typeof value === 'string' && isPattern(value),
  required: (value) => Array.isArray(value) && isNames(value),
  dependentRequired: (value) => isObject(value) && Object.values(value).every(isNames),
  uniqueItems: (value) => typeof value === 'boolean',
  multipleOf: (value) => typeof value === 'number' && value > 0,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isBound,
  exclusiveMaximum: isBound,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  minContains: isCount,
  maxContains: isCount,
}

const isPattern = (source: string): boolean => {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false
  }
}

export interface Conversion {
  /** Name under which the target of a local `$ref` is known to the validator. */
  nameOf(pointer: string): string
  /** The schema that a schema's `$ref` leads to. */
  resolve(schema: unknown): Schema | undefined
  /** From 3.1 on a `$ref` may have siblings. */
  keepSiblings: boolean
  /** What marks a property that a value need not have. */
  hidden: 'readOnly' | 'writeOnly'
}

/**
 * Turns OpenAPI 3.0's dialect into JSON Schema 2020-12 (3.1's is that already): `nullable`, boolean
 * `exclusiveMinimum`, and read-only properties, which a request need not have, or write-only ones of an answer.
 */
export const toJsonSchema = (schema: unknown, conversion: Conversion): unknown => {
  if (!isObject(schema)) return schema === false ? false : {}
  const { $ref, ...rest } = schema
  if (typeof $ref === 'string') {
    const target = { $ref: conversion.nameOf($ref) }
    const hasSiblings = conversion.keepSiblings && Object.keys(rest).length > 0
    return hasSiblings ? { allOf: [target, toJsonSchema(rest, conversion)] } : target
  }

  const convert = (value: unknown) => toJsonSchema(value, conversion)
  const result: Schema = {}
  for (const [key, value] of Object.entries(schema)) {
    if (MAPS.has(key) && isObject(value))
      result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, convert(inner)]))
    else if (LISTS.has(key) && items(value).length > 0) result[key] = items(value).map(convert)
    else if (SINGLES.has(key)) result[key] = convert(value)
    else if (Object.hasOwn(ASSERTIONS, key) && ASSERTIONS[key]?.(value)) result[key] = value
  }
  convertBounds(result)
  if (result.required)
    result.required = items(result.required).filter((name) => !isHidden(schema, name, conversion))
  return schema.nullable === true ? { anyOf: [{ type: 'null' }, result] } : result
}

const convertBounds = (schema: Schema): void => {
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue
    const isExclusive = schema[exclusive] && bound in schema
    delete schema[exclusive]
    if (!isExclusive) continue
    schema[exclusive] = schema[bound]
    delete schema[bound]
  }
}

const isHidden = ({ properties }: Schema, name: unknown, { resolve, hidden }: Conversion): boolean => {
  const property =
    isObject(properties) && Object.hasOwn(properties, String(name)) ? properties[String(name)] : undefined
  return resolve(property)?.[hidden] === true
}
