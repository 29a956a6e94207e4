import type { HeaderValues } from './types.js'

/** Whether a header can carry the value: visible ASCII, with spaces inside. */
export const isHeaderValue = (value = ''): boolean => /^([!-~]([ -~]*[!-~])?)?$/.test(value)

/** Later headers replace earlier ones of the same name, whatever their case; `undefined` removes. */
export const mergeHeaders = (headers: HeaderValues, more: HeaderValues): HeaderValues => {
  const merged = { ...headers }
  for (const [name, value] of Object.entries(more)) {
    if (!isHeaderValue(value)) throw new TypeError(`The header ${name} has a character that none can carry`)
    delete merged[name.toLowerCase()]
    if (value !== undefined) merged[name.toLowerCase()] = value
  }
  return merged
}
