import { AxiosError, type AxiosResponse, CanceledError } from 'axios'
import type { Noted } from './error.js'
import { retryDelay } from './retry-timing.js'
import type { ApiContext, SentConfig } from './target.js'
import type { RetryOptions, SecuredRequest } from './types.js'

/** Tokens that a client's repeats take from, so that a failing service isn't stormed. */
const CAPACITY = 500

/** Longer delays would wrap to zero. */
const MAX_DELAY = 2_147_483_647

interface Outcome {
  response?: AxiosResponse | undefined
  error?: AxiosError & Noted
}

interface Repeated {
  config: SentConfig
  /** Makes the request, with credentials. */
  secure: () => Promise<SecuredRequest>
  send: (request: Partial<SentConfig>, signal: AbortSignal) => Promise<AxiosResponse>
  /** The request that an answer refers to for its data. */
  follow: (response: AxiosResponse) => Partial<SentConfig> | false
}

/** Whose `retry` and `timeout` hold. */
interface Level {
  retry?: RetryOptions | false | undefined
  timeout?: number | undefined
}

/** Makes what sends until an attempt succeeds, can't be mended by a repeat, or a limit is reached. */
export const createRetry = ({ sdk, own }: ApiContext) => {
  let tokens = CAPACITY

  return async ({ config, secure, send, follow }: Repeated): Promise<AxiosResponse> => {
    const { data, operationId, signal } = config
    // The bytes of a stream can't be sent again.
    let isFinal = !!(data?.pipe || data?.getReader)
    const levels: Level[] = [sdk, own, config, { retry: !isFinal && {} }]
    const options: RetryOptions = Object.assign(
      {},
      ...levels.map(({ retry }) => (retry === false ? { maxRetries: 0 } : retry)),
    )
    // Bounds each attempt; 0 is no bound.
    const timeout = levels.reduce((ms, level) => level.timeout ?? ms, 30_000) || Infinity
    const { deadline = 120_000 } = options
    const endsAt = Date.now() + (deadline || Infinity)

    /** Runs a step; rejects, and aborts it, when the call has to end or `ms` have passed. Without a step, waits. */
    const within = <T>(ms: number, step?: (signal: AbortSignal) => Promise<T>): Promise<T> => {
      const controller = new AbortController()
      const left = endsAt - Date.now()
      let timer: ReturnType<typeof setTimeout>
      let cancel: () => void
      return new Promise<T>((resolve, reject) => {
        const stop = (error: AxiosError) => {
          reject(error)
          controller.abort()
        }
        const expire = () => {
          if (left < ms) stop(new AxiosError(`deadline of ${deadline} ms passed`, 'ERR_DEADLINE'))
          else if (step) stop(new AxiosError(`timeout of ${ms} ms passed`, 'ETIMEDOUT'))
          else resolve(undefined as T)
        }
        cancel = () => stop(new CanceledError())
        timer = setTimeout(expire, Math.min(left, ms, MAX_DELAY))
        signal?.addEventListener?.('abort', cancel)
        if (signal?.aborted) cancel()
        else step?.(controller.signal).then(resolve, reject)
      }).finally(() => {
        clearTimeout(timer)
        // A stream is still to be read: its signal ends that too.
        if (config.responseType !== 'stream') signal?.removeEventListener?.('abort', cancel)
      })
    }
    const attempt = (request: Partial<SentConfig>) => within(timeout, (signal) => send(request, signal))

    let request = await within(Infinity, secure)
    for (let count = 1, spent = 0; ; count++) {
      const { response, error }: Outcome = await attempt(request as Partial<SentConfig>).then(
        (response) => ({ response }),
        (error) => ({ error, response: error.response }),
      )
      const status = response?.status
      if (status === 401 && !isFinal) {
        // The token may have expired since the provider was asked.
        isFinal = true
        const renewed = await within(Infinity, secure)
        if (`${renewed.secrets}` !== `${request.secrets}`) {
          request = renewed
          count--
          continue
        }
      }
      const code = error?.code
      const cost = code === 'ETIMEDOUT' ? 10 : 5
      const delay = retryDelay(
        {
          method: `${config.method}`,
          attempt: count,
          // An answer without data was cut off: that is a failure of the network.
          status: response?.data === undefined ? 0 : status,
          code: response ? '' : code,
          retryAfter: response?.headers['retry-after'],
          now: Date.now(),
          random: Math.random(),
          endsAt,
          isAffordable: tokens >= cost,
        },
        options,
      )
      if (typeof delay !== 'number') {
        if (error) {
          error.note = delay
          throw error
        }
        tokens = Math.min(CAPACITY, tokens + 1 + spent)
        const reference = follow(response as AxiosResponse)
        return reference ? attempt(reference) : (response as AxiosResponse)
      }
      spent = cost
      tokens -= cost
      options.onRetry?.({ operationId, attempt: count, delay, status, code })
      await within(delay)
    }
  }
}
