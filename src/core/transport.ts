import { type AxiosAdapter, AxiosError, type AxiosResponse } from 'axios'
import { attempt, type Call } from './attempt.js'
import { bounded } from './bounded.js'
import { secure } from './credentials.js'
import { isLargeResponse, payloadRequest } from './large-response.js'
import { createBudget, isReplayable, type Outcome, retry, retryLimits } from './retry.js'
import { type ApiContext, type SentConfig, targetOf } from './target.js'

const TIMEOUT = 30_000
const MAX_REDIRECTS = 5

/** The credentials that a dispatched config was sent with, to keep them out of its error. */
export const sentSecrets = /* @__PURE__ */ new WeakMap<object, string[]>()

/**
 * What axios sends with, around the adapter: credentials, attempts, redirects and large answers. Each attempt gets
 * a copy of the config, so that nothing added here is in a config that a caller, interceptor or error sees.
 */
export const createTransport = (context: ApiContext) => {
  const budget = createBudget()
  const { definition, sdk, own } = context

  const exchange = async (call: Call): Promise<Outcome> => {
    const { config } = call
    const target = targetOf(config, context)
    const operation = definition.operations[config.operationId ?? '']
    const hops = config.maxRedirects ?? (operation?.redirects ? MAX_REDIRECTS : 0)
    let secured = await secure(config, target, context)
    let renewed = false
    const outcome = await retry(call, async (): Promise<Outcome> => {
      for (;;) {
        sentSecrets.set(config, secured.secrets)
        const outcome = await attempt(call, { request: secured.request, url: target.url, hops })
        const sent = secured.secrets.join()
        if (outcome.response?.status !== 401 || renewed || !sent || !isReplayable(config)) return outcome
        // The token may have expired since the provider was asked.
        renewed = true
        secured = await secure(config, target, context)
        if (secured.secrets.join() === sent) return outcome
      }
    })
    const { response, error } = outcome
    if (error || !response || !target.isLarge || call.keep || !isLargeResponse(response)) return outcome
    const request = payloadRequest(response, target.url)
    return retry({ ...call, config: { ...config, method: 'get' } }, () =>
      attempt(call, { request, url: target.url, hops: 0 }),
    )
  }

  return async (config: SentConfig, adapter: AxiosAdapter): Promise<AxiosResponse> => {
    const limits = retryLimits(sdk.retry, own.retry, config.retry)
    const { deadline } = limits
    const call = {
      config,
      adapter,
      limits,
      budget,
      timeout: config.timeout ?? own.timeout ?? sdk.timeout ?? TIMEOUT,
      endsAt: deadline ? Date.now() + deadline : Number.POSITIVE_INFINITY,
      keep: config.responseType === 'stream',
    }
    const expired = () => new AxiosError(`deadline of ${deadline} ms passed`, 'ERR_DEADLINE')
    const { response, error } = await bounded(
      { signal: config.signal, ms: deadline, expired, keep: call.keep },
      (signal) => exchange({ ...call, signal }),
    ).catch((error): Outcome => ({ error, response: error.response }))
    if (response) {
      response.config = config
      // A Node ClientRequest holds the raw headers.
      delete response.request
    }
    if (!error) return response as AxiosResponse
    const shown = error.isAxiosError ? error : AxiosError.from(error)
    throw Object.assign(shown, { config, request: undefined })
  }
}
