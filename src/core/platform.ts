import { AxiosError, AxiosHeaders, type AxiosResponse, isAxiosError } from 'axios'
import type { NamedAdapter } from './adapter.js'
import { bytes } from './body.js'
import type { SentConfig } from './context.js'
import { isLoopback } from './origin.js'
import { discard, handOver, isStream } from './streams.js'

// What a call needs in Node only, apart from the rest: the build imports it as `#platform`, and package.json puts
// platform-browser.ts in its place in bundles for browsers.

export { getAdapter } from './adapter.js'
export { checkHeaders } from './headers.js'
export { discard, handOver, isStream }

/** The errors of a body that is still to be read are cleaned when they come. */
export function forget(_request: object): void {}

/** Bytes of an empty body in gzip; in the other codings it has fewer. */
const EMPTY_GZIP = 20

/** Failures of connecting: no byte was sent. */
const isUnsent = (code: string): boolean => /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(code)

/** Acts on a failure after which a repeat can't do the work twice, whatever the method. */
export const ifUnsent = (code: string, act: () => void): void => {
  if (isUnsent(code)) act()
}

/** Names the target of a redirect, but for user and query, which may be credentials. */
const redirected = (location: string): string =>
  `redirected to ${location.replace(/[?#].*|(?<=\/\/)[^/?#]*@/g, '')}, which is not followed`

/** Says of a failure what it was, where an adapter says only that something within it failed. */
export const explain = (error: AxiosError): void => {
  const { location } = error?.response?.headers ?? {}
  if (location && /^Request failed/.test(error.message)) error.message = redirected(`${location}`)
  const cause = error?.cause as Partial<AxiosError> | undefined
  const refusal = cause?.cause
  if (isAxiosError(refusal)) {
    const { message, code, response } = refusal
    Object.assign(error, { message, code, response, cause: undefined })
  } else if (cause?.code && isUnsent(cause.code)) error.code = cause.code
  // A stream of HTTP/2 is what a connection is without it.
  else if (error?.code?.startsWith('ERR_HTTP2_')) error.code = 'ERR_NETWORK'
}

/**
 * An AbortController that costs a fraction of Node's, whose signals are event targets: enough for axios's `http`
 * adapter, which adds one listener. Other adapters get Node's.
 */
export const createController = ({
  adapterName,
}: NamedAdapter): Pick<AbortController, 'abort' | 'signal'> => {
  if (adapterName !== 'http') return new AbortController()
  let listener: ((reason: unknown) => void) | undefined
  const signal = {
    aborted: false,
    addEventListener: (_type: string, added: typeof listener) => {
      listener = added
    },
    removeEventListener: (_type: string, removed: typeof listener) => {
      if (listener === removed) listener = undefined
    },
  }
  const abort = (reason: unknown) => {
    Object.assign(signal, { aborted: true, reason })
    listener?.(reason)
  }
  return { signal: signal as unknown as AbortSignal, abort }
}

interface Routed {
  config: SentConfig
  adapter: NamedAdapter
  url: URL
}

/** Mends bodies that axios would send otherwise than given. */
export const prepareBody = (config: SentConfig): void => {
  bytes(config)
  const { data, headers } = config
  const type = headers.get('content-type')
  // axios's http adapter sends the Blob's own type, whatever the header says.
  if (data instanceof Blob && type && type !== data.type) config.data = new Blob([data], { type: `${type}` })
  if (data?.[Symbol.asyncIterator] && !isStream(data)) {
    throw new TypeError('An iterable is no body: pass a stream, such as Readable.from(iterable)')
  }
}

/** Gives a form a boundary of its own, as axios would choose another for each attempt. */
export const pinBoundary = ({ data, headers }: SentConfig): void => {
  if (data instanceof FormData && !/boundary=[-\w]{10}/.test(`${headers.getContentType()}`)) {
    headers.setContentType(`multipart/form-data; boundary=${crypto.randomUUID()}`)
  }
}

const refuseCredentials = (place: string): never => {
  throw new AxiosError(`no URL with credentials is called: pass \`auth\` to ${place}`, 'ERR_INVALID_URL')
}

/** Refuses credentials in URLs before one that is invalid is printed; `route` sees those of the others, however spelt. */
export const checkURLs = ({ baseURL = '', url = '' }: SentConfig): void => {
  for (const text of [baseURL, url]) {
    const [, start, credentials, host] = /^([a-z][\w+.-]*:\/\/)([^/?#]*@)?([^/?#]*)/i.exec(text) ?? []
    if (credentials) refuseCredentials(`${start}${host}`)
  }
}

/** Keeps a request of Node's http adapter within its origin. */
export const route = (request: SentConfig, { config, adapter, url }: Routed): void => {
  if (url.username || url.password) refuseCredentials(url.origin)

  // A proxy of the environment would get the token in clear text, and has another loopback.
  if (isLoopback(url)) request.proxy ??= false
  // No other adapter tells where a redirect goes.
  if (adapter.adapterName !== 'http' || !/get|head/.test(`${config.method}`)) return
  const { maxRedirects = 0 } = config
  let count = 0
  // With one more than is followed, the last is refused here, where its target is known.
  request.maxRedirects = maxRedirects && maxRedirects + 1
  request.beforeRedirect = (...args) => {
    const [{ href: location }, { statusCode: status, headers }] = args
    const isForeign = new URL(location).origin !== url.origin
    if (isForeign || ++count > maxRedirects) {
      const others = isForeign ? '' : `, after ${maxRedirects} others`
      const answer = { status, statusText: '', headers: new AxiosHeaders(headers), data: undefined, config }
      throw new AxiosError(
        redirected(location) + others,
        'ERR_BAD_RESPONSE',
        ...[config, undefined, answer as AxiosResponse],
      )
    }
    config.beforeRedirect?.(...args)
  }
}

/** Refuses an answer that axios takes for whole. */
export const checkAnswer = (answer: AxiosResponse | undefined, refuse: (problem: string) => void): void => {
  if (!answer) return
  const { data, status, headers, config } = answer
  // Fetch hides a redirect behind the status 0.
  if (status === 0) refuse('redirected, which is not followed')
  const hasBody = config.method !== 'head' && status !== 204 && status !== 304
  // Over fetch, a compressed answer that is cut off early decompresses to nothing.
  const isCoded = headers?.['content-encoding'] && Number(headers['content-length']) > EMPTY_GZIP
  if (data === '' && hasBody && isCoded) refuse('the answer is cut off')
}

/** Keeps what consoles print of a client to its name. */
export const inspectAs = (client: object, { name }: { name: string }): void => {
  Object.assign(client, { [Symbol.for('nodejs.util.inspect.custom')]: () => `[${name} client]` })
}
