import type { InternalAxiosRequestConfig } from 'axios'
import { form, formFlat } from './serialize.js'

/** How a document wants the properties of a form body written. */
export type Encoding = Record<string, { contentType?: string; style?: string; explode?: boolean }>

const fields = (data: unknown): [string, unknown][] =>
  Object.entries(data as Record<string, unknown>).filter(([, value]) => value !== undefined && value !== null)

const isPlain = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && [Object.prototype, null].includes(Object.getPrototypeOf(data))

/** Writes a plain object as the body, unless the call has another content type. */
const written =
  (contentType: string, write: (data: object) => unknown) =>
  (config: InternalAxiosRequestConfig): void => {
    const isOurs = `${config.headers.get('content-type')}`.startsWith(contentType)
    if (isOurs && isPlain(config.data)) config.data = write(config.data)
  }

/** Prepares an `application/x-www-form-urlencoded` body; what isn't a plain object is sent as it is. */
export const formUrlEncoded = (encoding: Encoding = {}) =>
  written('application/x-www-form-urlencoded', (data) =>
    fields(data)
      .map(([name, value]) => {
        const rule = encoding[name]
        if (rule?.contentType?.includes('json')) return form(name, JSON.stringify(value))
        return (rule?.explode === false ? formFlat : form)(name, value)
      })
      .filter(Boolean)
      .join('&')
      .replace(/%20/g, '+'),
  )

const part = (value: unknown, contentType?: string): Blob | string => {
  if (value instanceof Blob) return value
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return new Blob([value as BlobPart], { type: contentType ?? 'application/octet-stream' })
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const type = contentType ?? (typeof value === 'object' ? 'application/json' : undefined)
  return type ? new Blob([text], { type }) : text
}

/** Prepares a `multipart/form-data` body: files as they are, objects as JSON, each array item a part. */
export const multipart = (encoding: Encoding = {}) =>
  written('multipart/form-data', (data) => {
    const body = new FormData()
    for (const [name, value] of fields(data)) {
      for (const item of [value].flat()) body.append(name, part(item, encoding[name]?.contentType))
    }
    return body
  })
