import { isHeaderValue } from './headers.js'
import { form, simple } from './serialize.js'
import type { Refuse, RequestParts, Serializer } from './types.js'

/** Instead of the value, which may be a credential. */
const NOT_ASCII = 'what is not visible ASCII'

type Write = (parts: RequestParts & { refuse: Refuse }, value: unknown) => void

/** A parameter that isn't an optional one of default style in path or query. */
export interface Parameter {
  name: string
  isRequired?: boolean
  write: Write
}

const place = (name: string, write: Write): Parameter => ({ name, write })

// Parameters of one name in several places are told apart by the names of their arguments: `sentAs` is what they share.

/** A path parameter of another style. */
export const path = (name: string, serialize: Serializer): Parameter =>
  place(name, ({ path: segments }, value) => {
    segments[name] = serialize(name, value)
  })

/** A query parameter of another style. */
export const query = (name: string, serialize: Serializer = form, sentAs = name): Parameter =>
  place(name, ({ query: search }, value) => {
    search.push(serialize(sentAs, value))
  })

/** A header; its value may be visible ASCII only. */
export const header = (name: string, serialize: Serializer = simple, sentAs = name): Parameter =>
  place(name, ({ headers, refuse }, value) => {
    const text = serialize(sentAs, value, String)
    if (!isHeaderValue(text)) refuse(name, NOT_ASCII)
    if (text !== undefined) headers[sentAs] = text
  })

/** A cookie; its value may be visible ASCII only. */
export const cookie = (name: string, serialize: Serializer = form, sentAs = name): Parameter =>
  place(name, ({ headers, refuse }, value) => {
    if (!isHeaderValue(serialize(sentAs, value, String))) refuse(name, NOT_ASCII)
    const text = serialize(sentAs, value)?.replaceAll('&', '; ')
    if (text) headers.Cookie = headers.Cookie ? `${headers.Cookie}; ${text}` : text
  })

/** A parameter of query, header or cookie that may not be absent. */
export const required = (parameter: Parameter): Parameter => ({ ...parameter, isRequired: true })

/** Writes an operation's parameters and takes them out of the values; those of default style are left to the request. */
export const parameters =
  (...specials: Parameter[]) =>
  (values: Record<string, unknown>, refuse: Refuse): RequestParts => {
    const parts: RequestParts = { path: Object.create(null), query: [], headers: {} }
    for (const { name, isRequired, write } of specials) {
      if (values[name] != null) write({ ...parts, refuse }, values[name])
      else if (isRequired) refuse(name, values[name])
    }
    for (const { name } of specials) delete values[name]
    return parts
  }
