import type { Serializer } from './types.js'

// The styles of https://spec.openapis.org/oas/v3.0.3#style-values, each an export of its own, so that a
// bundle holds those its operations use. A serializer writes the parameter's name where its style does.

type Encode = (text: string) => string

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && !Array.isArray(value) && !(value as { toJSON?: unknown })?.toJSON

/** Text of a scalar; a date's is in its JSON. */
const text = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value).replace(/^"|"$/g, '') : `${value}`

/** Members of an object, or items of an array, or the value itself, under `name`; none that is absent. All encoded. */
const entries = (name: string, value: unknown, encode: Encode): [string, string][] =>
  (isObject(value) ? Object.entries(value ?? {}) : [value].flat().map((item) => [name, item]))
    .filter(([, item]) => item != null)
    .map((entry) => entry.map((part) => encode(text(part))) as [string, string])

const pairs = (name: string, value: unknown, encode: Encode): string[] =>
  entries(name, value, encode).map((pair) => pair.join('='))

const items = (value: unknown, encode: Encode): string[] =>
  entries('', value, encode).flatMap(([key, item]) => (key ? [key, item] : item))

const members = (value: unknown, encode: Encode): string[] =>
  entries('', value, encode).map(([key, item]) => (key && `${key}=`) + item)

const join = (parts: string[], separator: string, prefix = ''): string | undefined =>
  parts.length ? prefix + parts.join(separator) : undefined

/** `form`, exploded: `color=blue&color=black`. The default of queries and cookies. */
export const form: Serializer = (name, value, encode = encodeURIComponent) =>
  pairs(name, value, encode).join('&')

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
      ? Object.entries(inner ?? {}).flatMap(([key, item]) => walk(`${path}[${encode(key)}]`, item))
      : entries('', inner, encode).map(([, item]) => `${path}=${item}`)
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
  items(value, encode).join(',')

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
