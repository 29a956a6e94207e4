import { type AxiosAdapter, AxiosError, type AxiosResponse } from 'axios'
import type { SentConfig } from './target.js'

// What a call needs in Node only, apart from the rest: the build imports it as `#platform`, and package.json puts
// platform-browser.ts in its place in bundles for browsers.

/** Failures of connecting: no byte was sent. */
export const UNSENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/

/** Names the target of a redirect, but for user and query, which may be credentials. */
export const redirected = (location?: string): string | undefined =>
  location && `redirected to ${location.replace(/[?#].*|(?<=\/\/)[^/?#]*@/g, '')}, which is not followed`

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

/** Whether a compressed answer was cut off: axios's decompression makes nothing of its first bytes. */
export const isCut = ({ data, status, headers, config }: AxiosResponse): boolean | undefined =>
  data === '' && Number(headers['content-length']) > 0 && config.method !== 'head' && status !== 204

/** Keeps what consoles print of a client to its name. */
export const inspectAs = (client: object, name: string): void => {
  Object.assign(client, { [Symbol.for('nodejs.util.inspect.custom')]: () => `[${name} client]` })
}
