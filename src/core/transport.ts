import { type AxiosAdapter, AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import { resolveCredential } from './auth.js'
import { bounded } from './bounded.js'
import { redirected } from './error.js'
import { isLargeResponse, payloadRequest } from './large-response.js'
import { isSecure } from './origin.js'
import { createBudget, isReplayable, type Outcome, retry } from './retry.js'
import { type ApiContext, type SentConfig, targetOf } from './target.js'
import type { RetryOptions, SecuredRequest } from './types.js'

/** What dispatched configs were sent as, to keep its credentials out of their errors. */
export const sentRequests = /* @__PURE__ */ new WeakMap<object, SecuredRequest>()

const isHttp = (adapter: AxiosAdapter & { adapterName?: string }): boolean => adapter.adapterName === 'http'

const fail = (error: AxiosError): Outcome => ({ error, response: error.response })

/**
 * What axios sends with, around the adapter: credentials, attempts, redirects and large answers. Each attempt gets
 * a copy of the config, so that nothing added here is in a config that a caller, interceptor or error sees.
 */
export const createTransport = (context: ApiContext) => {
  const budget = createBudget()
  const { definition, sdk, own } = context

  return async (config: SentConfig, adapter: AxiosAdapter): Promise<AxiosResponse> => {
    const operation = definition.operations[config.operationId ?? '']
    const options: RetryOptions = Object.assign(
      {},
      ...[sdk.retry, own.retry, config.retry].map((level) => (level === false ? { maxRetries: 0 } : level)),
    )
    const { deadline = 120_000 } = options
    const timeout = config.timeout ?? own.timeout ?? sdk.timeout ?? 30_000
    const keep = config.responseType === 'stream'
    const expired = (bound: string, code: string) => () => new AxiosError(`${bound} ms passed`, code)

    const exchange = async (signal: AbortSignal): Promise<Outcome> => {
      const { url, headers, isLarge, accesses } = targetOf(config, operation, context)

      const secure = async (): Promise<SecuredRequest> => {
        const request: SecuredRequest = {
          headers: new AxiosHeaders(headers),
          url: config.url ?? '',
          secrets: [],
        }
        const isAuthorized = headers.has('authorization')
        const found = (!isAuthorized && definition.authenticate?.(accesses, operation?.security)) || []
        if ((isAuthorized || found[0]) && !isSecure(url) && !config.allowInsecure) {
          throw new AxiosError(
            `no token goes to ${url.origin}: use https, or allowInsecure. Nothing was sent`,
            'ERR_BAD_OPTION',
          )
        }
        for (const { scheme, credential } of found) {
          const secret = await resolveCredential(credential)
          request.secrets.push(secret)
          scheme(secret, request)
        }
        sentRequests.set(config, request)
        return request
      }

      const attempt = (request: Partial<SentConfig>): Promise<Outcome> =>
        bounded(
          // axios's own timeout ends an idle connection only.
          { signal, ms: timeout, keep, expired: expired(`timeout of ${timeout}`, 'ETIMEDOUT') },
          (signal) => {
            const sent = { ...config, ...request, signal, timeout: 0 }
            // Only Node's adapter can keep a redirect within the origin.
            const isFollowed = isHttp(adapter) && /^(get|head)$/.test(`${sent.method}`)
            return adapter({
              ...sent,
              maxRedirects: (isFollowed && sent.maxRedirects) || 0,
              beforeRedirect({ href }) {
                if (new URL(href).origin !== url.origin)
                  throw new AxiosError(redirected(href), 'ERR_BAD_RESPONSE')
              },
            } as SentConfig)
          },
        ).then((response) => ({ response }), fail)

      let request = await secure()
      let isRenewed = false
      // No time is past NaN.
      const call = { config, options, budget, signal, endsAt: Date.now() + (deadline || Number.NaN) }
      const outcome = await retry(call, async () => {
        const sent = request
        const outcome = await attempt(sent)
        if (outcome.response?.status !== 401 || isRenewed || !isReplayable(config)) return outcome
        // The token may have expired since the provider was asked.
        isRenewed = true
        request = await secure()
        return `${request.secrets}` === `${sent.secrets}` ? outcome : attempt(request)
      })
      const { response, error } = outcome
      return error || !response || !isLarge || !isLargeResponse(response)
        ? outcome
        : attempt(payloadRequest(response.data, url))
    }

    const { response, error } = await bounded(
      {
        signal: config.signal,
        ms: deadline,
        keep,
        expired: expired(`deadline of ${deadline}`, 'ERR_DEADLINE'),
      },
      exchange,
    ).catch(fail)
    if (response) {
      response.config = config
      // A Node ClientRequest holds the raw headers.
      delete response.request
    }
    if (!error) return response as AxiosResponse
    error.code ??= 'ERR_NETWORK'
    throw Object.assign(error.isAxiosError ? error : AxiosError.from(error), { config, request: undefined })
  }
}
