import type { HeaderValues } from './types.js'

/** Refuses what a header can't carry: anything but visible ASCII, with spaces inside. */
export const assertHeader = (name: string, value: unknown): void => {
  if (!/^([!-~]([ -~]*[!-~])?)?$/.test(`${value}`)) {
    throw new TypeError(`The value of "${name}" has a character that no header can carry. Nothing was sent.`)
  }
}

/** Later headers replace earlier ones of the same name, whatever their case; `undefined` removes. */
export const mergeHeaders = (headers: HeaderValues, more: HeaderValues = {}): HeaderValues => {
  const merged = { ...headers }
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined) assertHeader(name, value)
    merged[name.toLowerCase()] = value
  }
  return merged
}
