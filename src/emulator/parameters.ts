import type { ParameterModel, Schema } from '../openapi/model.js'
import { quote, Refusal } from './refusal.js'

/** Values of one place, as strings, arrays of strings or objects of strings, before types are coerced. */
export type RawValues = Record<string, unknown>

type TypeOf = (schema: Schema) => string | undefined

/** @throws {Refusal} 400 for a parameter the operation doesn't have, and for a second value of one that takes one */
export const parseQuery = (input: {
  search: URLSearchParams
  parameters: ParameterModel[]
  /** Names that security schemes use. */
  credentials: string[]
  typeOf: TypeOf
}): RawValues => {
  const { search, parameters, credentials, typeOf } = input
  const values: RawValues = {}
  const known = new Set(credentials)
  let open = false
  for (const parameter of parameters) {
    const type = typeOf(parameter.schema)
    if (parameter.style === 'deepObject') {
      const value = deepObject(search, parameter.name, known)
      if (value) values[parameter.name] = value
    } else if (type === 'object' && parameter.style === 'form' && parameter.explode) {
      open = true
      const others = new Set(parameters.map(({ name }) => name))
      values[parameter.name] = Object.fromEntries([...search].filter(([name]) => !others.has(name)))
    } else {
      known.add(parameter.name)
      const occurrences = search.getAll(parameter.name)
      if (occurrences.length > 0) values[parameter.name] = queryValue({ parameter, type, occurrences })
    }
  }
  const unknown = open ? undefined : [...search.keys()].find((name) => !known.has(name))
  if (unknown === undefined) return values
  const names = parameters.map(({ name }) => name)
  throw new Refusal(
    400,
    `query must not have the parameter ${quote(unknown)}; ${names.length > 0 ? `known: ${names.join(', ')}` : 'there are none'}`,
  )
}

const queryValue = (input: {
  parameter: ParameterModel
  type: string | undefined
  occurrences: string[]
}) => {
  const { parameter, type, occurrences } = input
  if (type === 'array' && parameter.style === 'form' && parameter.explode && !parameter.contentType)
    return occurrences
  const [first = ''] = occurrences
  if (occurrences.length > 1)
    throw new Refusal(
      400,
      `query must have the parameter ${quote(parameter.name)} once, not ${occurrences.length} times`,
    )
  if (parameter.contentType) return parseContent(parameter, first)
  const separator = { spaceDelimited: ' ', pipeDelimited: '|' }[parameter.style] ?? ','
  return split({ text: first, type, separator, explode: false })
}

/** `name[key]=value` for the keys of an object, of any depth as most clients write it. */
const deepObject = (search: URLSearchParams, name: string, known: Set<string>): unknown => {
  const pairs = [...search].filter(([key]) => key.startsWith(`${name}[`) && key.endsWith(']'))
  if (pairs.length === 0) return undefined
  const result: Record<string, unknown> = Object.create(null)
  for (const [key, value] of pairs) {
    known.add(key)
    const inner = key.slice(name.length + 1, -1)
    result[inner] = inner in result ? [result[inner], value].flat() : value
  }
  return { ...result }
}

/** Reads path, header and cookie parameters; their styles hold one value of the URL or header each. */
export const parseSingle = (parameter: ParameterModel, text: string, typeOf: TypeOf): unknown => {
  if (parameter.contentType) return parseContent(parameter, text)
  const { style, explode, name } = parameter
  const type = typeOf(parameter.schema)
  if (style === 'label') return split({ text: text.slice(1), type, separator: explode ? '.' : ',', explode })
  if (style === 'matrix') {
    const bare = text.slice(1)
    if (explode && type === 'array') return bare.split(';').map((part) => part.slice(name.length + 1))
    if (explode && type === 'object') return split({ text: bare, type, separator: ';', explode })
    return split({ text: bare.slice(name.length + 1), type, separator: ',', explode: false })
  }
  return split({ text, type, separator: ',', explode })
}

const split = (input: {
  text: string
  type: string | undefined
  separator: string
  explode: boolean
}): unknown => {
  const { text, type, separator, explode } = input
  if (type !== 'array' && type !== 'object') return text
  const parts = text === '' ? [] : text.split(separator)
  if (type === 'array') return parts
  if (explode) return Object.fromEntries(parts.map((part) => splitOnce(part, '=')))
  return Object.fromEntries(
    parts.flatMap((part, i) => (i % 2 === 0 ? [[part, parts[i + 1] ?? ''] as const] : [])),
  )
}

const splitOnce = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const parseContent = ({ contentType = '', name, in: place }: ParameterModel, text: string): unknown => {
  if (!/[/+]json\b/.test(contentType)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, `${place}/${name} must be JSON`)
  }
}

export const parseCookies = (header: string | null): Record<string, string> =>
  Object.fromEntries(
    (header ?? '')
      .split(';')
      .map((pair) => splitOnce(pair.trim(), '='))
      .filter(([name]) => name !== ''),
  )
