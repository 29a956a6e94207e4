import { type AxiosAdapter, AxiosError, type AxiosResponse } from 'axios'
import { bounded } from './bounded.js'
import { parseURL } from './origin.js'
import type { Outcome, Repeated } from './retry.js'
import type { SentConfig } from './target.js'

/** One call, for as long as it lasts. */
export interface Call extends Repeated {
  config: SentConfig
  adapter: AxiosAdapter
  /** Bounds one attempt, in milliseconds; 0 is no bound. */
  timeout: number
  /** The answer is a stream, which outlives the call. */
  keep: boolean
}

interface Attempt {
  /** What is sent in place of the call's own. */
  request: Partial<SentConfig>
  /** Where to; a redirect is relative to it. */
  url: URL
  /** Redirects that may be followed. */
  hops: number
}

const outcomeOf = (response: Promise<AxiosResponse>): Promise<Outcome> =>
  response.then(
    (response) => ({ response }),
    (error) => ({ response: error.response, error }),
  )

/** Sends once, and again where a redirect may be followed: of GET and HEAD, within the origin. */
export const attempt = async (call: Call, { request, url, hops }: Attempt): Promise<Outcome> => {
  const { config, adapter, signal, timeout, keep } = call
  const message = config.timeoutErrorMessage ?? `timeout of ${timeout} ms passed`
  const outcome = await outcomeOf(
    // axios's own timeout ends an idle connection only.
    bounded({ signal, ms: timeout, keep, expired: () => new AxiosError(message, 'ETIMEDOUT') }, (signal) =>
      adapter({ ...config, ...request, signal, timeout: 0, maxRedirects: 0 } as SentConfig),
    ),
  )
  const { response, error } = outcome
  const status = response?.status as number
  const location = response?.headers.location
  // Browsers give a redirect that isn't followed the status 0.
  if (status !== 0 && !([301, 302, 303, 307, 308].includes(status) && location)) return outcome
  const target = location && parseURL(location, url.href)
  const isSafe = /^(get|head)$/.test(config.method as string) && target?.origin === url.origin
  if (isSafe && hops) {
    return attempt(call, {
      request: { ...request, url: target.href, baseURL: '', params: undefined },
      url: target,
      hops: hops - 1,
    })
  }
  if (status && !error) return outcome
  return {
    response,
    error: new AxiosError(
      `redirected to ${target ? target.origin + target.pathname : 'a place that the browser hides'}, which is not followed`,
      error?.code ?? AxiosError.ERR_BAD_RESPONSE,
    ),
  }
}
