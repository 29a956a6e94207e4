import type { InternalAxiosRequestConfig } from 'axios'
import { form } from './serialize.js'
import type { Serializer } from './types.js'

const fields = (data: unknown): [string, unknown][] =>
  Object.entries(data as Record<string, unknown>).filter(([, value]) => value !== undefined && value !== null)

const isPlain = (data: unknown): data is object =>
  typeof data === 'object' && data !== null && [Object.prototype, null].includes(Object.getPrototypeOf(data))

const isBytes = (data: unknown): boolean => data instanceof ArrayBuffer || ArrayBuffer.isView(data)

const isStream = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && Symbol.asyncIterator in data

const isFile = (data: unknown): boolean => data instanceof Blob || isBytes(data) || isStream(data)

const contentTypeOf = ({ headers }: InternalAxiosRequestConfig): string => `${headers.get('content-type')}`

/** Writes a plain object as the body, unless the call has another content type. */
const written =
  (contentType: string, write: (data: object, config: InternalAxiosRequestConfig) => unknown) =>
  (config: InternalAxiosRequestConfig): void => {
    const isOurs = contentTypeOf(config).startsWith(contentType)
    if (isOurs && isPlain(config.data)) config.data = write(config.data, config)
  }

/** What content types can carry data that not all of them can. */
const carriers = (data: unknown): RegExp => {
  if (data instanceof FormData) return /^multipart\//
  if (data instanceof URLSearchParams) return /urlencoded/
  if (isFile(data)) return /^(?!multipart\/|.*(urlencoded|json))/
  if (isPlain(data) && Object.values(data).flat().some(isFile)) return /^multipart\//
  return typeof data === 'string' ? /^(text\/|.*(xml|yaml|javascript|jwt|ndjson|jsonl)\b)/ : /^/
}

const covers = (range: string, type: string): boolean =>
  range === type || (range.includes('*') && type.startsWith(range.replace(/\*.*/, '')))

/** Gives a body the first of the content types that can carry it, or a Blob its own, unless the call has one. */
export const contentTypes =
  (...types: [string, ...string[]]) =>
  ({ data, headers }: InternalAxiosRequestConfig): void => {
    if (data == null) return
    const pattern = carriers(data)
    const isOwn = data instanceof Blob && data.type && types.some((type) => covers(type, data.type))
    const type = isOwn ? data.type : (types.find((one) => pattern.test(one)) ?? types[0])
    headers.setContentType(type.includes('*') ? 'application/octet-stream' : type, false)
  }

/**
 * Prepares a JSON body of an operation that takes more than objects and lists. axios takes a text that looks like
 * JSON for JSON, and writes no number, boolean or text with a content type such as `application/vnd.api+json`. As
 * bytes the body is no text any more, so that a call sent again is not written twice.
 */
export const jsonBody = (config: InternalAxiosRequestConfig): void => {
  const { data } = config
  if (data != null && typeof data !== 'object' && /[/+]json\b/.test(contentTypeOf(config)))
    config.data = new TextEncoder().encode(JSON.stringify(data))
}

/** Prepares a body of bytes: axios sends the whole buffer that a view looks into, but for Node's Buffers. */
export const bytes = (config: InternalAxiosRequestConfig): void => {
  const { data } = config
  const isWindow = ArrayBuffer.isView(data) && data.byteLength < data.buffer.byteLength
  if (isWindow && !globalThis.Buffer?.isBuffer(data)) {
    config.data = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)
  }
}

const ruleOf = <Rule>(rules: Record<string, Rule>, name: string): Rule | undefined =>
  Object.hasOwn(rules, name) ? rules[name] : undefined

/**
 * Prepares an `application/x-www-form-urlencoded` body; what isn't a plain object is sent as it is. `serializers`
 * write the members that are documented in another style than `form`.
 */
export const formUrlEncoded = (serializers: Record<string, Serializer> = {}) =>
  written('application/x-www-form-urlencoded', (data) =>
    fields(data)
      .map(([name, value]) => (ruleOf(serializers, name) ?? form)(name, value))
      .filter(Boolean)
      .join('&')
      .replace(/%20/g, '+'),
  )

const part = (value: unknown, contentType?: string): Blob | string => {
  if (value instanceof Blob) return value
  if (isBytes(value))
    return new Blob([value as BlobPart], { type: contentType ?? 'application/octet-stream' })
  if (isStream(value)) throw new TypeError('A form has no place for a stream: pass a Blob or bytes')
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const type = contentType ?? (typeof value === 'object' ? 'application/json' : undefined)
  return type ? new Blob([text], { type }) : text
}

/** Parts of a body: files as they are, objects as JSON, each item of a list a part unless the list is to be JSON. */
const parts = (data: object, types: Record<string, string>): [string, Blob | string][] =>
  fields(data).flatMap(([name, value]) => {
    const type = ruleOf(types, name)
    return (type?.includes('json') ? [value] : [value].flat()).map((item): [string, Blob | string] => [
      name,
      part(item, type),
    ])
  })

/** Prepares a `multipart/form-data` body; `types` are the content types that members are documented with. */
export const multipart = (types: Record<string, string> = {}) =>
  written('multipart/form-data', (data) => {
    const body = new FormData()
    for (const [name, value] of parts(data, types)) body.append(name, value)
    return body
  })

/** Prepares a body of another type, such as `multipart/mixed`: `FormData` is written as one type only. */
export const multipartOf = (contentType: string, types: Record<string, string> = {}) =>
  written(contentType, (data, { headers }) => {
    const boundary = crypto.randomUUID()
    const type = `${contentType}; boundary=${boundary}`
    headers.setContentType(type)
    const written = parts(data, types).flatMap(([name, value]) => [
      `--${boundary}\r\nContent-Disposition: form-data; name="${encodeURI(name).replace(/"/g, '%22')}"\r\n`,
      value instanceof Blob && value.type ? `Content-Type: ${value.type}\r\n\r\n` : '\r\n',
      value,
      '\r\n',
    ])
    return new Blob([...written, `--${boundary}--\r\n`], { type })
  })
