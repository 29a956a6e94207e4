import type { InternalAxiosRequestConfig } from 'axios'

// What few operations need done to a config, each a function of its own, so that a bundle holds those it uses.

const decode = (data: unknown, _headers: unknown, status = 200): unknown => {
  if (status < 300 || !(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return data
  const text = new TextDecoder().decode(data)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Answers are bytes; those of a failure are read as JSON or text. */
export const binary = (config: InternalAxiosRequestConfig): void => {
  config.responseType ??= 'arraybuffer'
  config.transformResponse = [decode, ...[config.transformResponse ?? []].flat()]
}

/** The document lists a redirect: it may be followed. */
export const redirects = (config: InternalAxiosRequestConfig): void => {
  config.maxRedirects ??= 5
}
