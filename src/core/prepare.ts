import type { AxiosResponseHeaders, InternalAxiosRequestConfig } from 'axios'

// What few operations need done to a config, each a function of its own, so that a bundle holds those it uses.

const TEXT = /json|^text\/|[/+](xml|yaml|javascript|jwt|x-ndjson|jsonl)\b/i

interface Decoding {
  /** Whether a success may be text as well; else it is bytes, whatever its content type. */
  isMixed: boolean
}

const decodeAs =
  ({ isMixed }: Decoding) =>
  (data: unknown, headers: AxiosResponseHeaders, status = 200): unknown => {
    if (!(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return data
    const type = `${headers['content-type']}`
    if (status < 300 && !(isMixed && TEXT.test(type))) return data
    const text = new TextDecoder().decode(data)
    if (status < 300 && !/json/i.test(type)) return text
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }

const readBytes =
  (decoding: Decoding) =>
  (config: InternalAxiosRequestConfig): void => {
    config.responseType ??= 'arraybuffer'
    config.transformResponse = [decodeAs(decoding), ...[config.transformResponse ?? []].flat()]
  }

/** Answers are bytes; those of a failure are read as JSON or text. */
export const binary = /* @__PURE__ */ readBytes({ isMixed: false })

/** Answers are bytes, JSON or text, as their content type says. */
export const mixed = /* @__PURE__ */ readBytes({ isMixed: true })

/** The document lists a redirect: it may be followed. */
export const redirects = (config: InternalAxiosRequestConfig): void => {
  config.maxRedirects ??= 5
}

/** A fragment in a path tells operations apart; what comes after it would not be sent. */
export const withoutFragment = (config: InternalAxiosRequestConfig): void => {
  config.url = `${config.url}`.replace(/#[^?]*/, '')
}
