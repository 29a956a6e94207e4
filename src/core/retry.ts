import { AxiosError, type AxiosResponse, CanceledError } from 'axios'
import type { Noted } from './error.js'
import { isStream } from './platform.js'
import { retryDelay } from './retry-timing.js'
import type { ApiContext, SentConfig } from './target.js'
import type { RetryOptions, SecuredRequest } from './types.js'

/** Tokens that a client's repeats take from, so that a failing service isn't stormed. */
const CAPACITY = 500

interface Repeated {
  config: SentConfig
  /** Makes the request, with credentials. */
  secure: () => Promise<SecuredRequest>
  send: (request: Partial<SentConfig>, signal: AbortSignal) => Promise<AxiosResponse>
  /** The request that an answer refers to for its data. */
  follow: (response: AxiosResponse) => Partial<SentConfig> | false
}

/** Makes what sends until an attempt succeeds, can't be mended by a repeat, or a limit is reached. */
export const createRetry = ({ sdk, own }: ApiContext) => {
  let tokens = CAPACITY

  return async ({ config, secure, send, follow }: Repeated): Promise<AxiosResponse> => {
    const { data, operationId } = config
    const signal = config.signal as AbortSignal | undefined
    // The bytes of a stream can't be sent again.
    let isFinal = isStream(data)
    const options: RetryOptions = {}
    // Bounds each attempt; 0 is no bound.
    let timeout = 30_000
    for (const level of [sdk, own, config]) {
      Object.assign(options, level.retry === false ? { maxRetries: 0 } : level.retry)
      timeout = level.timeout ?? timeout
    }
    if (isFinal) options.maxRetries = 0
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
          if (left < ms) stop(new AxiosError(`deadline of ${deadline} ms exceeded`, 'ERR_DEADLINE'))
          else if (step) stop(new AxiosError(`timeout of ${ms} ms exceeded`, 'ETIMEDOUT'))
          else resolve(undefined as T)
        }
        cancel = () => stop(new CanceledError())
        // Longer delays would wrap to zero.
        timer = setTimeout(expire, Math.min(left, ms, 2 ** 31 - 1))
        signal?.addEventListener('abort', cancel)
        if (signal?.aborted) cancel()
        else step?.(controller.signal).then(resolve, reject)
      }).finally(() => {
        clearTimeout(timer)
        // A stream is still to be read: its signal ends that too.
        if (config.responseType !== 'stream') signal?.removeEventListener('abort', cancel)
      })
    }
    const attempt = (request: Partial<SentConfig>) =>
      within(timeout || Infinity, (signal) => send(request, signal))

    let request = await within(Infinity, secure)
    for (let count = 1, spent = 0; ; ) {
      let response: AxiosResponse | undefined
      let error: (AxiosError & Noted) | undefined
      try {
        response = await attempt(request as Partial<SentConfig>)
      } catch (thrown) {
        error = thrown as AxiosError
        response = error.response
      }
      const status = response?.status
      if (status === 401 && !isFinal) {
        // The token may have expired since the provider was asked.
        isFinal = true
        const renewed = await within(Infinity, secure)
        if (`${renewed.secrets}` !== `${request.secrets}`) {
          request = renewed
          continue
        }
      }
      const code = error?.code
      const cost = code === 'ETIMEDOUT' ? 10 : 5
      const delay = retryDelay(
        {
          method: `${config.method}`,
          attempt: count,
          response,
          code,
          endsAt,
          isAffordable: tokens >= cost,
        },
        options,
      )
      if (typeof delay !== 'number') {
        if (error) {
          error.reason = delay
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
      count++
    }
  }
}
