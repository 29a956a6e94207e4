import type { ValidateFunction } from 'ajv/dist/2020.js'
import ajvCore from 'ajv/dist/core.js'
import type { DataValidateFunction } from 'ajv/dist/types/index.js'
import applicator from 'ajv/dist/vocabularies/applicator/index.js'
import core from 'ajv/dist/vocabularies/core/index.js'
import format from 'ajv/dist/vocabularies/format/index.js'
import next from 'ajv/dist/vocabularies/next.js'
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js'
import validation from 'ajv/dist/vocabularies/validation/index.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { OpenAPIDocument } from '../core/types.js'
import { isObject } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { lookup } from '../openapi/pointer.js'
import { resolveRef } from '../openapi/resolve.js'
import { type Conversion, toJsonSchema } from './json-schema.js'
import { createPatterns } from './patterns.js'

/** What a CommonJS module exports as its default: Node gives the module, some test runners what is in it. */
const exported = <T>(module: { default: T }): T => module.default ?? (module as unknown as T)

const Ajv = exported(ajvCore)

/** What converted schemas are written in. JSON Schema 2020-12 has more, and its schemas for schemas are most of it. */
const VOCABULARIES = [
  exported(core),
  exported(validation),
  exported(applicator)(true),
  exported(format),
  exported(next),
  exported(unevaluated),
]

/** Compiles a document's schemas to validators, each on first use. */
export interface SchemaCompiler {
  /** @param schema as it stands in the document; the same object gives the same validator */
  compile(schema: Schema): ValidateFunction
  /** A converted schema: what the `$ref` in it names, or itself. */
  resolve(converted: unknown): unknown
  /** Compiles a schema that is converted already. */
  compileConverted(schema: Schema): ValidateFunction
  /** Type of the values that a document's schema takes, as far as parsing a parameter needs it. */
  typeOf(schema: Schema): string | undefined
}

/**
 * @param coerce turns strings into the numbers, booleans and nulls that the schema wants, for values from URLs,
 * headers and forms
 * @param hidden marks the properties that a value need not have: those that only answers have, or only requests
 */
export const createSchemaCompiler = (
  document: OpenAPIDocument,
  { coerce, hidden = 'readOnly' }: { coerce: boolean; hidden?: Conversion['hidden'] },
): SchemaCompiler => {
  const ajv = new Ajv({
    next: true,
    unevaluated: true,
    strict: false,
    validateSchema: false,
    meta: false,
    logger: false,
    allErrors: true,
    verbose: true,
    unicodeRegExp: false,
    code: { regExp: createPatterns() },
    ownProperties: true,
    // 19.99 is a multiple of 0.01, though no division says so.
    multipleOfPrecision: 9,
    coerceTypes: coerce,
    formats: fullFormats,
  })
  for (const vocabulary of VOCABULARIES) ajv.addVocabulary(vocabulary)
  const byPointer = new Map<string, string>()
  const byId = new Map<string, unknown>()
  const converted = new WeakMap<Schema, Schema>()

  /** Targets of `$ref`s that are named, but not converted yet: one may lead through thousands of others. */
  const waiting: { pointer: string; id: string }[] = []

  const convert = (schema: unknown): unknown => {
    const result = toJsonSchema(schema, conversion)
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const target = toJsonSchema(lookup(document, next.pointer), conversion)
      byId.set(next.id, target)
      ajv.addSchema(isObject(target) ? target : target === false ? { not: {} } : {}, next.id)
      compileLater(next.id)
    }
    return result
  }

  /** Lets a schema be compiled with its first value: a compiler that follows `$ref`s runs out of stack in long chains. */
  const compileLater = (id: string): void => {
    const entry = ajv.schemas[id]
    if (!entry) return
    let compiled: ValidateFunction | undefined
    const validate: DataValidateFunction = (data, context) => {
      if (!compiled) {
        delete entry.validate
        compiled = ajv.getSchema(id)
      }
      const isValid = compiled?.call(ajv, data, context) === true
      return Object.assign(validate, { errors: compiled?.errors, evaluated: compiled?.evaluated }) && isValid
    }
    // What it has looked at is known only then.
    const evaluated = { dynamicProps: true, dynamicItems: true }
    entry.validate = Object.assign(validate, { evaluated }) as ValidateFunction
  }

  const conversion: Conversion = {
    nameOf: (pointer) => {
      const known = byPointer.get(pointer)
      if (known) return known
      const id = `schema:${byPointer.size}`
      byPointer.set(pointer, id)
      waiting.push({ pointer, id })
      return id
    },
    resolve: (schema) => resolveRef(document, schema),
    keepSiblings: !document.openapi.startsWith('3.0'),
    hidden,
  }

  const convertOnce = (schema: Schema): Schema => {
    let result = converted.get(schema)
    if (!result) {
      const fresh = convert(schema)
      result = isObject(fresh) ? fresh : {}
      converted.set(schema, result)
    }
    return result
  }

  const resolve = (schema: unknown): unknown => {
    let current = schema
    for (let hops = 0; hops < 100 && isObject(current) && typeof current.$ref === 'string'; hops++)
      current = byId.get(current.$ref)
    return current
  }

  return {
    compile: (schema) => ajv.compile(convertOnce(schema)),
    resolve,
    compileConverted: (schema) => ajv.compile(schema),
    typeOf: (schema) => typeOf(convertOnce(schema), resolve),
  }
}

const typeOf = (schema: unknown, resolve: (schema: unknown) => unknown, depth = 0): string | undefined => {
  const resolved = resolve(schema)
  if (!isObject(resolved) || depth > 8) return undefined
  const { type } = resolved
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return type.find((one) => one !== 'null')
  if (resolved.properties) return 'object'
  if (resolved.items) return 'array'
  for (const variants of [resolved.allOf, resolved.anyOf, resolved.oneOf])
    for (const variant of Array.isArray(variants) ? variants : []) {
      const found = typeOf(variant, resolve, depth + 1)
      if (found && found !== 'null') return found
    }
  return undefined
}
