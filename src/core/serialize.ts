import type { Serializer } from './types.js'

// The styles of https://spec.openapis.org/oas/v3.0.3#style-values, each an export of its own, so that a
// bundle holds those its operations use. A serializer writes the parameter's name where its style does.

type Encode = (text: string) => string

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const text = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** Members of an object, items of an array, or the value itself; without those that are absent. */
const entries = (value: unknown): [key: string | undefined, item: unknown][] =>
  (isObject(value)
    ? Object.entries(value)
    : [value].flat().map((item): [undefined, unknown] => [undefined, item])
  ).filter(([, item]) => item !== undefined && item !== null)

const pairs = (name: string, value: unknown, encode: Encode): string[] =>
  entries(value).map(([key, item]) => `${encode(key ?? name)}=${encode(text(item))}`)

const items = (value: unknown, encode: Encode): string[] =>
  entries(value).flatMap(([key, item]) => [...(key === undefined ? [] : [encode(key)]), encode(text(item))])

const members = (value: unknown, encode: Encode): string[] =>
  entries(value).map(([key, item]) => (key === undefined ? '' : `${encode(key)}=`) + encode(text(item)))

const join = (parts: string[], separator: string, prefix = ''): string | undefined =>
  parts.length ? prefix + parts.join(separator) : undefined

/** `form`, exploded: `color=blue&color=black`. The default of queries and cookies. */
export const form: Serializer = (name, value, encode = encodeURIComponent) =>
  join(pairs(name, value, encode), '&')

const delimited =
  (separator: string): Serializer =>
  (name, value, encode = encodeURIComponent) =>
    join(items(value, encode), separator, `${encode(name)}=`)

/** `form`, not exploded: `color=blue,black`. */
export const formFlat: Serializer = /* @__PURE__ */ delimited(',')

/** `spaceDelimited`, not exploded: `color=blue%20black`. */
export const spaceDelimited: Serializer = /* @__PURE__ */ delimited('%20')

/** `pipeDelimited`, not exploded: `color=blue%7Cblack`. */
export const pipeDelimited: Serializer = /* @__PURE__ */ delimited('%7C')

/** `deepObject`: `color[R]=100&color[G]=200`; deeper objects get more brackets. */
export const deepObject: Serializer = (name, value, encode = encodeURIComponent) => {
  const walk = (path: string, inner: unknown): string[] =>
    isObject(inner)
      ? Object.entries(inner).flatMap(([key, item]) => walk(`${path}[${encode(key)}]`, item))
      : entries(inner).map(([, item]) => `${path}=${encode(text(item))}`)
  return join(walk(encode(name), value), '&')
}

/** `allowReserved`: reserved characters stay, but for those that would end the value. */
export const reserved =
  (serializer: Serializer): Serializer =>
  (name, value) =>
    serializer(name, value, (part) => encodeURI(part).replace(/[#&+]/g, encodeURIComponent))

/** A parameter with `content`: JSON after the name. */
export const json: Serializer = (name, value, encode = encodeURIComponent) =>
  `${encode(name)}=${encode(JSON.stringify(value))}`

/** A path or header parameter with `content`: JSON alone. */
export const jsonValue: Serializer = (_name, value, encode = encodeURIComponent) =>
  encode(JSON.stringify(value))

/** `simple`, not exploded: `blue,black`. The default of paths and headers. */
export const simple: Serializer = (_name, value, encode = encodeURIComponent) =>
  join(items(value, encode), ',')

/** `simple`, exploded: `R=100,G=200`. */
export const simpleExplode: Serializer = (_name, value, encode = encodeURIComponent) =>
  join(members(value, encode), ',')

/** `label`, not exploded: `.blue,black`. */
export const label: Serializer = (_name, value, encode = encodeURIComponent) =>
  join(items(value, encode), ',', '.')

/** `label`, exploded: `.blue.black`. */
export const labelExplode: Serializer = (_name, value, encode = encodeURIComponent) =>
  join(members(value, encode), '.', '.')

/** `matrix`, not exploded: `;color=blue,black`. */
export const matrix: Serializer = (name, value, encode = encodeURIComponent) =>
  join(items(value, encode), ',', `;${encode(name)}=`)

/** `matrix`, exploded: `;color=blue;color=black`. */
export const matrixExplode: Serializer = (name, value, encode = encodeURIComponent) =>
  join(pairs(name, value, encode), ';', ';')
