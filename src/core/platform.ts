import { type AxiosAdapter, AxiosError, type AxiosResponse } from 'axios'
import type { SentConfig } from './target.js'

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

interface Redirected {
  config: SentConfig
  adapter: AxiosAdapter & { adapterName?: string }
  url: URL
}

/** Lets redirects of a GET or HEAD be followed where the config says so, within the origin. */
export const redirection = ({
  config,
  adapter,
  url,
}: Redirected): Pick<SentConfig, 'maxRedirects' | 'beforeRedirect'> | undefined =>
  // No other adapter tells where a redirect goes.
  adapter.adapterName === 'http' && /get|head/.test(`${config.method}`)
    ? {
        maxRedirects: config.maxRedirects || 0,
        beforeRedirect({ href }) {
          if (new URL(`${href}`).origin !== url.origin) {
            throw new AxiosError(redirected(`${href}`), 'ERR_BAD_RESPONSE')
          }
        },
      }
    : undefined

/** What is wrong with an answer that axios takes for whole. */
export const problemOf = ({ data, status, headers, config }: AxiosResponse): string | false =>
  // Fetch hides a redirect behind the status 0.
  status === 0
    ? HIDDEN
    : // A compressed answer that is cut off early decompresses to nothing.
      data === '' &&
      Number(headers['content-length']) > 0 &&
      config.method !== 'head' &&
      status !== 204 &&
      'the answer is cut off'

/** Keeps what consoles print of a client to its name. */
export const inspectAs = (client: object, name: string): void => {
  Object.assign(client, { [Symbol.for('nodejs.util.inspect.custom')]: () => `[${name} client]` })
}
