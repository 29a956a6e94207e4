import type { ParameterModel, Schema } from '../openapi/model.js'
import { decodePercent, parseStyle, splitOnce } from './parameter-styles.js'
import { quote, Refusal } from './refusal.js'

export interface QueryInput {
  /** Query of the URL, with the question mark. */
  search: string
  parameters: ParameterModel[]
  /** Names that security schemes use. */
  credentials: string[]
  typeOf: (schema: Schema) => string | undefined
  /** What the pairs are part of, for problems. @default 'query' */
  place?: string
}

type Pair = [name: string, encoded: string]

/** @throws {Refusal} 400 for a parameter the operation doesn't have, and for a second value of one that takes one */
export const parseQuery = (input: QueryInput): Record<string, unknown> => {
  const { values, left } = splitQuery(input)
  const [unknown] = left
  if (unknown === undefined) return values
  const named = input.parameters.map(({ name }) => name)
  const known = named.length > 0 ? `known: ${named.join(', ')}` : 'there are none'
  throw new Refusal(400, `query must not have the parameter ${quote(unknown)}; ${known}`)
}

/** The values of parameters, and the names that are left. @throws {Refusal} 400 for a second value of one that takes one */
export const splitQuery = ({
  search,
  parameters,
  credentials,
  typeOf,
  place = 'query',
}: QueryInput): { values: Record<string, unknown>; left: Set<string> } => {
  const pairs = toPairs(search)
  const left = new Set(pairs.map(([name]) => name).filter((name) => !credentials.includes(name)))
  const named = new Set(parameters.map(({ name }) => name))

  const read = (parameter: ParameterModel): unknown => {
    const { name, style, explode, contentType } = parameter
    const type = typeOf(parameter.schema)
    const isExploded = style === 'form' && explode && !contentType
    const isOwn = (key: string) => {
      if (style === 'deepObject') return key.startsWith(`${name}[`) && key.endsWith(']')
      return isExploded && type === 'object' ? left.has(key) && !named.has(key) : key === name
    }
    const own = pairs.filter(([key]) => isOwn(key))
    for (const [key] of own) left.delete(key)
    if (own.length === 0) return undefined
    if (style === 'deepObject') return toDeepObject(own, name)
    if (isExploded && type === 'object')
      return Object.fromEntries(own.map(([key, text]) => [key, decode(text)]))
    if (isExploded && type === 'array') return own.map(([, text]) => decode(text))
    const [[, text = ''] = []] = own
    if (own.length === 1) return parseStyle({ text, decode, parameter, type })
    throw new Refusal(400, `${place} must have the parameter ${quote(name)} once, not ${own.length} times`)
  }

  const values = parameters.map((parameter) => [parameter.name, read(parameter)] as const)
  return { values: Object.fromEntries(values.filter(([, value]) => value !== undefined)), left }
}

const toPairs = (search: string): Pair[] =>
  search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => splitOnce(part, '='))
    .map(([name, text]) => [decode(name), text])

const decode = (text: string): string => decodePercent(text.replaceAll('+', ' '))

/** `name[a]=1&name[b][c]=2`; a key that comes twice is an array. */
const toDeepObject = (pairs: Pair[], name: string): unknown => {
  const root = new Map<string, unknown>()
  for (const [key, text] of pairs) {
    const keys = key.slice(name.length + 1, -1).split('][')
    const last = keys.pop() ?? ''
    const parent = keys.reduce((node, inner) => {
      const child = node.get(inner)
      const next = child instanceof Map ? child : new Map<string, unknown>()
      node.set(inner, next)
      return next
    }, root)
    parent.set(last, parent.has(last) ? [parent.get(last), decode(text)].flat() : decode(text))
  }
  return toObject(root)
}

const toObject = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, toObject(inner)])) : value
