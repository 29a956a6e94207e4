import type { ParameterModel } from '../openapi/model.js'
import { quote, Refusal } from './refusal.js'

/** Text as it was sent, and how its parts are decoded: a separator inside a value is encoded, so split comes first. */
export interface Encoded {
  text: string
  decode: (text: string) => string
}

/** Value of one name, by style: text, an array of texts or an object of texts; types come later. */
export const parseStyle = (
  input: Encoded & { parameter: ParameterModel; type: string | undefined },
): unknown => {
  const { text, decode, parameter, type } = input
  const { style, explode, name } = parameter
  if (parameter.contentType) return parseContent(parameter, decode(text))
  if (style === 'label')
    return split({ text: text.slice(1), decode, type, separator: explode ? '.' : ',', explode })
  if (style === 'matrix') return parseMatrix({ text: text.slice(1), decode, type, name, explode })
  if (style === 'spaceDelimited' || style === 'pipeDelimited') {
    const separator = style === 'spaceDelimited' ? ' ' : '|'
    return split({ text: decode(text), decode: (part) => part, type, separator, explode: false })
  }
  return split({ text, decode, type, separator: ',', explode: explode && style === 'simple' })
}

const parseMatrix = (
  input: Encoded & { type: string | undefined; name: string; explode: boolean },
): unknown => {
  const { text, decode, type, name, explode } = input
  const withoutName = (part: string) => part.slice(name.length + 1)
  if (explode && type === 'array') return text.split(';').map((part) => decode(withoutName(part)))
  if (explode && type === 'object') return split({ text, decode, type, separator: ';', explode })
  return split({ text: withoutName(text), decode, type, separator: ',', explode: false })
}

const split = (
  input: Encoded & { type: string | undefined; separator: string; explode: boolean },
): unknown => {
  const { text, decode, type, separator, explode } = input
  if (type !== 'array' && type !== 'object') return decode(text)
  const parts = text === '' ? [] : text.split(separator)
  if (type === 'array') return parts.map(decode)
  const pairs = explode
    ? parts.map((part) => splitOnce(part, '='))
    : parts.flatMap((part, i) => (i % 2 === 0 ? [[part, parts[i + 1] ?? ''] as const] : []))
  return Object.fromEntries(pairs.map(([key, value]) => [decode(key), decode(value)]))
}

const parseContent = ({ contentType = '', name, in: place }: ParameterModel, text: string): unknown => {
  if (!/[/+]json\b/.test(contentType)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, `${place}/${name} must be JSON`)
  }
}

export const splitOnce = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

/** @throws {Refusal} 400 for a malformed percent-encoding */
export const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refusal(400, `The URL has a malformed percent-encoding: ${quote(text)}.`)
  }
}

/** Cookies are often sent as they are, so what doesn't decode is its own value. */
export const decodeCookie = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
