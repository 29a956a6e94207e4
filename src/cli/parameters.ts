import { isHeaderValue } from '../core/headers.js'
import type { OpenAPIDocument } from '../core/types.js'
import type { OperationModel, ParameterModel, Schema } from '../openapi/model.js'
import { checkText } from './check-text.js'
import { resolve, subschemas, typesOf } from './schema.js'
import { didYouMean, quote } from './suggest.js'

/** What the command line says about parameters. */
interface Given {
  document: OpenAPIDocument
  operation: OperationModel
  /** Values of `-p`: `key=value`. */
  named: string[]
  /** Operands after the operation's name. */
  positional: string[]
}

export interface ReadParameters {
  values: Record<string, unknown>
  problems: string[]
  /** Names of parameters that have a value, but no good one. */
  refused: Set<string>
}

/** Path parameters in the order of the path, as positional arguments fill them. */
export function pathParameters({ path, parameters }: OperationModel): ParameterModel[] {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .sort((a, b) => path.indexOf(`{${a.name}}`) - path.indexOf(`{${b.name}}`))
}

/** Types the values of `-p` and of positional arguments by the document; never guesses. */
export function readParameters({ document, operation, named, positional }: Given): ReadParameters {
  const problems: string[] = []
  const unknown = new Set<string>()
  const texts = new Map<string, string[]>()
  for (const pair of named) {
    const [name, value] = splitPair(pair)
    if (value === undefined) problems.push(`-p ${quote(pair)} is not of the form key=value.`)
    else if (!find(operation, name)) unknown.add(name)
    else texts.set(name, [...(texts.get(name) ?? []), value])
  }
  if (unknown.size > 0) problems.push(unknownParameters(operation, [...unknown]))
  const open = pathParameters(operation).filter(({ name }) => !texts.has(name))
  positional.forEach((value, index) => {
    const parameter = open[index]
    if (parameter) texts.set(parameter.name, [value])
    else problems.push(tooMany(operation, value))
  })
  const values: Record<string, unknown> = {}
  const refused = new Set<string>()
  for (const [name, given] of texts) {
    const parameter = find(operation, name)
    if (!parameter) continue
    const { value, problem = unsendable(parameter, given) } = readParameter({
      document,
      parameter,
      texts: given,
    })
    if (problem) {
      problems.push(`${name} ${problem}`)
      refused.add(name)
    }
    // Not an assignment: a parameter may be called __proto__.
    else Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return { values, problems, refused }
}

/** What a header or cookie can't carry. */
function unsendable(parameter: ParameterModel, texts: string[]): string | undefined {
  const wrong = /header|cookie/.test(parameter.in) && texts.find((text) => !isHeaderValue(text))
  // Without the value: headers and cookies may hold secrets.
  return wrong === false || wrong === undefined ? undefined : 'takes visible ASCII only.'
}

/** Required parameters that have no value yet; the caller asks for them or reports them. */
export const missingParameters = (
  operation: OperationModel,
  values: Record<string, unknown>,
): ParameterModel[] =>
  operation.parameters.filter((parameter) => parameter.required && !Object.hasOwn(values, parameter.name))

/** How to give a missing parameter, as a problem. */
export const missingProblem = ({ name, in: place }: ParameterModel): string =>
  place === 'path'
    ? `${name} is required: pass it as an argument or with -p ${name}=...`
    : `${name} is required: pass it with -p ${name}=...`

/** Types the values of one parameter. */
export function readParameter(options: {
  document: OpenAPIDocument
  parameter: ParameterModel
  texts: string[]
}): { value?: unknown; problem?: string } {
  const { document, parameter, texts } = options
  const schema = resolve(document, parameter.schema)
  const types = typesOf(schema)
  const [text = ''] = texts
  if (parameter.contentType === undefined) {
    const lists = listsOf(document, schema)
    const isOneOfThem = lists.length > 0 && types.length !== 1 && texts.length === 1
    if (isOneOfThem && checkText(document, schema, text) === undefined) return { value: text }
    const read = lists.map((list) => readList({ document, schema: list, texts }))
    const list = read.find(({ problem }) => problem === undefined) ?? read[0]
    if (list) return list
  }
  if (texts.length > 1) return { problem: `takes one value; got ${texts.length}.` }
  if (parameter.contentType !== undefined || types.includes('object') || schema.properties !== undefined) {
    return readJson(text, types)
  }
  if (parameter.in === 'path' && (text === '' || text === '.' || text === '..')) {
    return { problem: `must not be ${text === '' ? 'empty' : quote(text)}.` }
  }
  const problem = checkText(document, schema, text)
  return problem === undefined ? { value: text } : { problem }
}

/** A schema, if it is one of a list, or those of lists among its alternatives. */
const listsOf = (document: OpenAPIDocument, schema: Schema): Schema[] =>
  typesOf(schema).includes('array')
    ? [schema]
    : ['anyOf', 'oneOf', 'allOf']
        .flatMap((keyword) => subschemas(document, schema, keyword))
        .filter((alternative) => typesOf(alternative).includes('array'))

function readList(options: { document: OpenAPIDocument; schema: Schema; texts: string[] }): {
  value?: unknown
  problem?: string
} {
  const { document, schema, texts } = options
  const [item = {}] = subschemas(document, schema, 'items')
  const { minItems, maxItems } = schema
  if (typeof minItems === 'number' && texts.length < minItems)
    return { problem: `takes at least ${minItems} values.` }
  if (typeof maxItems === 'number' && texts.length > maxItems)
    return { problem: `takes at most ${maxItems} values.` }
  if (schema.uniqueItems === true && new Set(texts).size < texts.length)
    return { problem: 'takes each value once.' }
  if (typesOf(item).includes('object')) {
    const items = texts.map((text) => readJson(text, ['object']))
    const problem = items.find((one) => one.problem !== undefined)
    return problem ?? { value: items.map((one) => one.value) }
  }
  const problems = texts
    .map((text) => checkText(document, item, text))
    .filter((problem) => problem !== undefined)
  return problems.length ? { problem: problems.join('; ') } : { value: texts }
}

function readJson(text: string, types: string[]): { value?: unknown; problem?: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: `must be JSON; got ${quote(text)}.` }
  }
  const isPlainObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (types.includes('object') && !isPlainObject)
    return { problem: `must be a JSON object; got ${quote(text)}.` }
  return { value }
}

const find = ({ parameters }: OperationModel, name: string): ParameterModel | undefined =>
  parameters.find((parameter) => parameter.name === name)

function splitPair(pair: string): [string, string | undefined] {
  const at = pair.indexOf('=')
  return at < 1 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)]
}

/** All in one line: a wrong list of parameters should not scroll the rest away. */
function unknownParameters({ id, parameters }: OperationModel, unknown: string[]): string {
  const names = parameters.map((parameter) => parameter.name)
  const [first = '', ...more] = unknown
  const hint = didYouMean(first, names)
  if (more.length === 0 && hint) return `${id} has no parameter ${quote(first)}. ${hint}`
  const list = unknown.map(quote).join(', ')
  const known = names.length ? `It has ${names.join(', ')}.` : 'It has none.'
  return `${id} has no parameter${more.length ? 's' : ''} ${list}. ${known}`
}

function tooMany(operation: OperationModel, value: string): string {
  const names = pathParameters(operation).map(({ name }) => name)
  const takes = names.length ? `only ${names.join(', ')}` : 'no arguments'
  return `${quote(value)} is one argument too many: ${operation.id} takes ${takes}.`
}
