import type { HeaderValues } from './types.js'

/** Whether a header can carry the value: visible ASCII, with spaces inside. */
export const isHeaderValue = (value = ''): boolean => /^([!-~]([ -~]*[!-~])?)?$/.test(value)

/** @throws TypeError naming a header whose value none can carry: axios would send what is left of it. */
export const checkHeaders = (config?: { headers?: object | undefined }): void => {
  for (const [name, value] of Object.entries(config?.headers ?? {})) {
    for (const one of [value].flat()) {
      if (one != null && one !== false && !isHeaderValue(`${one}`)) {
        throw new TypeError(`The header ${name} has a character that none can carry`)
      }
    }
  }
}

/** Later headers replace earlier ones of the same name, whatever their case; `undefined` removes. */
export const mergeHeaders = (headers: HeaderValues, more: HeaderValues): HeaderValues => {
  checkHeaders({ headers: more })
  const merged = { ...headers }
  for (const [name, value] of Object.entries(more)) {
    delete merged[name.toLowerCase()]
    if (value !== undefined) merged[name.toLowerCase()] = value
  }
  return merged
}
