import { isJson, type Json, type Parameter } from './operations.js'

// Parameters read back from a request, after the tables of OpenAPI 3.0.3, "Style Values"; nothing here is shared
// with the code that writes them.

/** A parameter as text arrives: `undefined` where it did not. */
export type Arrived = string | string[] | Record<string, string | string[]> | undefined

/** What a value looks like once it is text. */
export const asText = (value: unknown, style = ''): Arrived => {
  if (Array.isArray(value)) return value.filter((item) => item != null).map(scalarText)
  if (!isJson(value)) return value == null ? undefined : scalarText(value)
  return Object.fromEntries(style === 'deepObject' ? deepMembers(value) : members(value))
}

const members = (value: Json): [string, string][] =>
  Object.entries(value).flatMap(([name, one]) => (one == null ? [] : [[name, scalarText(one)]]))

/** In the style of the brackets, `{ a: { b: 1 } }` is `a][b`, and the items of a list repeat its name. */
const deepMembers = (value: Json): [string, string | string[]][] =>
  Object.entries(value).flatMap(([name, one]): [string, string | string[]][] => {
    if (one == null) return []
    if (Array.isArray(one)) return [[name, one.map(scalarText)]]
    if (!isJson(one)) return [[name, scalarText(one)]]
    return deepMembers(one).map(([inner, text]) => [`${name}][${inner}`, text])
  })

/** OpenAPI leaves open what an object inside a list or an object looks like; JSON keeps it readable. */
const scalarText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value)

const pairs = (parts: string[], decode: (text: string) => string): Record<string, string> =>
  Object.fromEntries(
    parts.map((part) => {
      const [name = '', ...value] = part.split('=')
      return [decode(name), decode(value.join('='))]
    }),
  )

const alternating = (parts: string[]): Record<string, string> =>
  Object.fromEntries(parts.flatMap((part, index) => (index % 2 ? [] : [[part, parts[index + 1] ?? '']])))

/** A path or header parameter from its raw text. */
export const decodeSimple = (
  raw: string,
  { name, style, explode }: Parameter,
  { value, decode }: { value: unknown; decode: (text: string) => string },
): Arrived => {
  let [text, separator] = [raw, ',']
  if (style === 'label') {
    if (!raw.startsWith('.')) return `no label: ${raw}`
    ;[text, separator] = [raw.slice(1), explode ? '.' : ',']
  }
  if (style === 'matrix') {
    if (!raw.startsWith(';')) return `no matrix: ${raw}`
    const isPairs = explode && isJson(value)
    const parts = raw.slice(1).split(';')
    text = isPairs
      ? parts.join(';')
      : parts.map((part) => part.replace(`${name}=`, '')).join(explode ? ';' : '')
    separator = explode ? ';' : ','
  }
  if (Array.isArray(value)) return text.split(separator).map(decode)
  if (isJson(value)) {
    return explode ? pairs(text.split(separator), decode) : alternating(text.split(separator).map(decode))
  }
  return decode(text)
}

/** One query or cookie parameter; takes what belongs to it out of `left`. */
export const decodeForm = (left: [string, string][], parameter: Parameter, value: unknown): Arrived => {
  const take = (isMine: (name: string) => boolean): [string, string][] => {
    const mine = left.filter(([name]) => isMine(name))
    for (const pair of mine) left.splice(left.indexOf(pair), 1)
    return mine
  }
  const { name, style, explode } = parameter
  if (style === 'deepObject' && isJson(value)) {
    const mine = take((one) => one.startsWith(`${name}[`) && one.endsWith(']'))
    return grouped(mine.map(([key, text]) => [key.slice(name.length + 1, -1), decodePart(text)]))
  }
  if (explode && isJson(value)) {
    return grouped(take((one) => one in value).map(([key, text]) => [key, decodePart(text)]))
  }
  const mine = take((one) => one === name).map(([, text]) => text)
  if (mine.length === 0) return undefined
  if (explode && Array.isArray(value)) return mine.map(decodePart)
  if (mine.length > 1) return `repeated: ${mine.join()}`
  const [text = ''] = mine
  const separators: Record<string, RegExp> = { spaceDelimited: /%20|\+/, pipeDelimited: /%7C|\|/i }
  const parts = text.split(separators[style] ?? ',')
  if (Array.isArray(value)) return parts.map(decodePart)
  if (isJson(value)) return alternating(parts.map(decodePart))
  return decodePart(text)
}

const grouped = (list: [string, string][]): Arrived => {
  const groups: Record<string, string | string[]> = {}
  for (const [name, text] of list) {
    const before = groups[name]
    groups[name] = before === undefined ? text : [before, text].flat()
  }
  return list.length > 0 ? groups : undefined
}

/** A query's text, where a plus may stand for a space. */
const decodePart = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** Names (decoded) and values (as they arrived) of a query. */
export const queryPairs = (query: string): [string, string][] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=')
      return [decodePart(name), value.join('=')]
    })
