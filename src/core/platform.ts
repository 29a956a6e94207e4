import { type AxiosAdapter, AxiosError, type AxiosResponse } from 'axios'
import type { SentConfig } from './context.js'
import { isLoopback } from './origin.js'

// What a call needs in Node only, apart from the rest: the build imports it as `#platform`, and package.json puts
// platform-browser.ts in its place in bundles for browsers.

const HIDDEN = 'redirected, which is not followed'

/** Whether a body can be read only once. */
export const isStream = (data: Readable): boolean => !!(data?.pipe || data?.getReader)

/** Failures of connecting: no byte was sent. */
export const isUnsent = (code: string): boolean | undefined => /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(code)

/** Names the target of a redirect, but for user and query, which may be credentials. */
export const redirected = (location?: string): string | undefined =>
  location && `redirected to ${location.replace(/[?#].*|(?<=\/\/)[^/?#]*@/g, '')}, which is not followed`

type Readable = Partial<Record<'pipe' | 'getReader', unknown>> | undefined

/** Ends the body of an answer that nobody will read, and with it the connection. */
export const discard = (response?: AxiosResponse): void => {
  response?.data?.destroy?.()
  response?.data?.cancel?.()
}

/**
 * An AbortController that costs a fraction of Node's, whose signals are event targets: enough for axios's `http`
 * adapter, which adds one listener. Other adapters get Node's.
 */
export const createController = ({
  adapterName,
}: NamedAdapter): Pick<AbortController, 'abort' | 'signal'> => {
  if (adapterName !== 'http') return new AbortController()
  let listener: (() => void) | undefined
  const signal = {
    aborted: false,
    addEventListener: (_type: string, added: () => void) => {
      listener = added
    },
    removeEventListener: (_type: string, removed: () => void) => {
      if (listener === removed) listener = undefined
    },
  }
  const abort = () => {
    signal.aborted = true
    listener?.()
  }
  return { signal: signal as unknown as AbortSignal, abort }
}

type NamedAdapter = AxiosAdapter & { adapterName?: string }

interface Routed {
  config: SentConfig
  adapter: NamedAdapter
  url: URL
}

/** Keeps a request of Node's http adapter within its origin. */
export const routing = ({
  config,
  adapter,
  url,
}: Routed): Pick<SentConfig, 'maxRedirects' | 'beforeRedirect' | 'proxy'> => ({
  // A proxy of the environment would get the token in clear text, and has another loopback.
  ...(isLoopback(url) && { proxy: config.proxy ?? false }),
  // No other adapter tells where a redirect goes.
  ...(adapter.adapterName === 'http' &&
    /get|head/.test(`${config.method}`) && {
      maxRedirects: config.maxRedirects || 0,
      beforeRedirect({ href }) {
        if (new URL(`${href}`).origin !== url.origin) {
          throw new AxiosError(redirected(`${href}`), 'ERR_BAD_RESPONSE')
        }
      },
    }),
})

/** What is wrong with an answer that axios takes for whole. */
export const problemOf = ({ data, status, headers, config }: AxiosResponse): string | false =>
  // Fetch hides a redirect behind the status 0.
  status === 0
    ? HIDDEN
    : // A compressed answer that is cut off early decompresses to nothing.
      data === '' &&
      Number(headers?.['content-length']) > 0 &&
      config.method !== 'head' &&
      status !== 204 &&
      'the answer is cut off'

/** Keeps what consoles print of a client to its name. */
export const inspectAs = (client: object, name: string): void => {
  Object.assign(client, { [Symbol.for('nodejs.util.inspect.custom')]: () => `[${name} client]` })
}
