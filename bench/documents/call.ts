import { sampleSchema } from '../../src/openapi/sample.js'
import {
  type DocumentedOperation,
  follow,
  isJson,
  type Json,
  type MediaType,
  type Parameter,
} from './operations.js'
import type { Validate } from './schemas.js'
import type { SentCall } from './verify.js'

/** Arguments of a call, and what could not be made. */
export interface Arguments {
  call: SentCall
  /** Parameters and bodies without a value that fits their schema, with the reason. */
  left: string[]
}

/** Bytes of files in bodies. */
const FILE = new TextEncoder().encode('a file')

const PREFERRED = [
  /^application\/json\b/,
  /json\b/,
  /^\*|^application\/\*/,
  /^multipart\/form-data/,
  /urlencoded/,
  /./,
]

/** Arguments for every parameter and the body, made from their schemas, that ajv finds to fit them. */
export const argumentsOf = (
  operation: DocumentedOperation,
  {
    document,
    validate,
    credentials,
  }: { document: Json; validate: Validate; credentials: Record<string, string> },
): Arguments => {
  const left: string[] = []
  const parameters = new Map<Parameter, unknown>()
  for (const parameter of operation.parameters) {
    const { name, required } = parameter
    const { value, problem } = choose(parameterValues(parameter, document), parameter, validate)
    if (problem) left.push(`${parameter.in} parameter ${name}: ${problem}`)
    if (value !== undefined && (required || !problem)) parameters.set(parameter, value)
  }
  const call: SentCall = { parameters, credentials }
  const media = PREFERRED.map((one) => operation.body?.content.find(({ type }) => one.test(type))).find(
    Boolean,
  )
  if (media) {
    const { value, problem } = choose(bodyValues(media, document), media, validate)
    if (problem) left.push(`body: ${problem}`)
    if (value !== undefined) call.body = { value, media }
  }
  return { call, left }
}

/** The arguments by name. Of parameters of one name the one in the path has it, else the first. */
export const namedArguments = ({ parameters }: DocumentedOperation, call: SentCall): Json => {
  const nameOf = (one: Parameter): string => {
    const same = parameters.filter(({ name }) => name === one.name)
    const first = same.find((parameter) => parameter.in === 'path') ?? same[0]
    return first === one ? one.name : `${one.in}.${one.name}`
  }
  return Object.fromEntries([...call.parameters].map(([one, value]) => [nameOf(one), value]))
}

const choose = (
  values: unknown[],
  { at, schema }: { at: string; schema: unknown },
  validate: Validate,
): { value: unknown; problem?: string } => {
  const usable = values.filter((value) => value !== undefined && value !== null && value !== '')
  if (schema === undefined || at === '') return { value: usable[0] }
  let problem = 'no value can be made from its schema'
  for (const value of usable) {
    const reason = validate(at, textual(value))
    if (reason === undefined) return { value }
    problem = reason.length > 150 ? `${reason.slice(0, 150)}...` : reason
  }
  return { value: usable[0], problem }
}

/** ajv knows no bytes: to a schema a file is a text. */
const textual = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return 'a file'
  if (Array.isArray(value)) return value.map(textual)
  if (isJson(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, textual(one)]))
  return value
}

const parameterValues = (parameter: Parameter, document: Json): unknown[] => {
  const { schema, examples, in: place } = parameter
  if (!isJson(schema)) return [...examples, 'any']
  const { type } = follow(document, schema, '').value
  const made = sampleSchema(schema, document, { full: true })
  const values = [
    ...harder(made, parameter),
    made,
    ...examples,
    sampleSchema(schema, document),
    // Of free form: any member does.
    ...(type === 'object' ? [{ name: 'value' }] : []),
  ]
  // Text has no form for what has no members.
  const hasMembers = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || Object.keys(value).length > 0
  return place === 'path' || type === 'object' || type === 'array' ? values.filter(hasMembers) : values
}

/** With every character that a URL gives a meaning. */
const AWKWARD = 'a b,c/d?e&f=g#h%20i+j;k:l@m[n]o|p"q\\r\'s(t)u*v!w~x-y_z.ü'
/** What separates the items of a list is no part of them, where escaping doesn't tell the one from the other. */
const SEPARATORS: Record<string, string> = { label: '.', spaceDelimited: ' ', pipeDelimited: '|' }
/** What a header can't hold, or its lists. */
const NOT_IN_HEADERS = /[ü,]/g

/** Values that tell one way of writing from another: lists of two items, and text that has to be escaped. */
const harder = (value: unknown, { in: place, style }: Parameter): unknown[] => {
  const isInHeaders = place === 'header' || place === 'cookie'
  const text = AWKWARD.replace(isInHeaders ? NOT_IN_HEADERS : '', '').replaceAll(SEPARATORS[style] ?? '', '')
  if (typeof value === 'string') return [text]
  if (!Array.isArray(value) || value.length !== 1) return []
  const [item] = value
  return [...(typeof item === 'string' ? [[item, text]] : []), [item, item]]
}

const bodyValues = ({ schema, type, examples }: MediaType, document: Json): unknown[] => {
  if (!/json|multipart|urlencoded|\*/.test(type))
    return type.startsWith('text/') ? [...examples, 'text'] : [FILE]
  if (!isJson(schema)) return [...examples, { any: 'value' }]
  // Within JSON, bytes are a text.
  const options = { binary: /json/.test(type) ? 'bytes' : FILE }
  return [
    sampleSchema(schema, document, { ...options, full: true }),
    sampleSchema(schema, document, options),
    ...examples,
  ]
}
