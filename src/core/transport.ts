import axios, { type AxiosAdapter, AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import { resolveCredential } from './auth.js'
import { bounded } from './bounded.js'
import { isLargeResponse, payloadRequest } from './large-response.js'
import { isSecure } from './origin.js'
import { headerSecrets } from './redact.js'
import { createBudget, isReplayable, type Outcome, retry } from './retry.js'
import { type ApiContext, type SentConfig, targetOf } from './target.js'
import type { RetryOptions } from './types.js'

/** Gives the credentials that a dispatched config was sent with, to keep them out of its error. */
export const sentSecrets = /* @__PURE__ */ new WeakMap<object, () => string[]>()

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
    // No time is past NaN.
    const endsAt = Date.now() + (deadline || Number.NaN)
    const timeout = config.timeout ?? own.timeout ?? sdk.timeout ?? 30_000
    const keep = config.responseType === 'stream'
    const expired = (bound: string, code: string) => () => new AxiosError(`${bound} ms passed`, code)

    const exchange = async (signal: AbortSignal): Promise<Outcome> => {
      const { url, headers, isLarge, accesses } = targetOf(config, operation, context)
      const isAuthorized = headers.has('authorization')
      const secrets: string[] = []
      sentSecrets.set(config, () => [...secrets, ...headerSecrets(headers)])

      const secure = async () => {
        const request = { headers: new AxiosHeaders(headers), url: config.url ?? '' }
        const found = isAuthorized ? [] : (definition.authenticate?.(accesses, operation?.security) ?? [])
        if ((isAuthorized || found[0]) && !isSecure(url) && !config.allowInsecure) {
          throw new AxiosError(
            `a token does not go to ${url.origin}: use https, or allowInsecure. Nothing was sent`,
            'ERR_BAD_OPTION',
          )
        }
        for (const { scheme, credential } of found) {
          secrets.unshift(await resolveCredential(credential))
          scheme(`${secrets[0]}`, request)
        }
        return request
      }

      const attempt = async (request: Partial<SentConfig>, hops: number): Promise<Outcome> => {
        const outcome: Outcome = await bounded(
          // axios's own timeout ends an idle connection only.
          { signal, ms: timeout, keep, expired: expired(`timeout of ${timeout}`, 'ETIMEDOUT') },
          (signal) => adapter({ ...config, ...request, signal, timeout: 0, maxRedirects: 0 } as SentConfig),
        ).then(
          (response) => ({ response }),
          // A body that breaks off gives fetch an error without a code.
          (error) => fail(Object.assign(error, { code: error.code ?? 'ERR_NETWORK' })),
        )
        const { response, error } = outcome
        const { status = 200, headers } = response ?? {}
        // Browsers give a redirect that isn't followed the status 0.
        if (status && (status < 300 || status > 399 || !headers?.location)) return outcome
        const from = new URL(axios.getUri({ ...config, ...request }))
        const to = new URL(headers?.location ?? 'unknown:', from)
        if (hops && /^(get|head)$/.test(`${config.method}`) && to.origin === from.origin) {
          return attempt({ ...request, url: to.href, baseURL: '', params: undefined }, hops - 1)
        }
        if (status && !error) return outcome
        const message = `redirected to ${to.origin}${to.pathname}, which is not followed`
        return fail(new AxiosError(message, 'ERR_BAD_RESPONSE', config, undefined, response))
      }

      let request = await secure()
      let isRenewed = false
      const call = { config, options, budget, signal, endsAt }
      const hops = config.maxRedirects ?? 0
      const outcome = await retry(call, async () => {
        const outcome = await attempt(request, hops)
        const [sent] = secrets
        if (outcome.response?.status !== 401 || isRenewed || !sent || !isReplayable(config)) return outcome
        // The token may have expired since the provider was asked.
        isRenewed = true
        request = await secure()
        return secrets[0] === sent ? outcome : attempt(request, hops)
      })
      const { response, error } = outcome
      if (error || !response || !isLarge || !isLargeResponse(response)) return outcome
      const bare = payloadRequest(response.data, url)
      return retry({ ...call, config: { ...config, method: 'get' } }, () => attempt(bare, 0))
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
    throw Object.assign(error.isAxiosError ? error : AxiosError.from(error), { config, request: undefined })
  }
}
