import { type AxiosAdapter, AxiosError, type AxiosResponse, CanceledError } from 'axios'
import type { ApiContext, SentConfig } from './context.js'
import type { Noted } from './error.js'
import { payloadRequest } from './large-response.js'
import { createController, discard, explain, forget, handOver, isStream } from './platform.js'
import { retryDelay } from './retry-timing.js'
import type { RetryOptions, SecuredRequest } from './types.js'

/** An attempt's copy of the config, with credentials. */
export type SecuredConfig = SentConfig & SecuredRequest

/** Runs a step; rejects when the call has to end or `ms` have passed. */
export type Within = <T>(ms: number, step?: (signal: AbortSignal) => Promise<T>) => Promise<T>

interface Repeated {
  config: SentConfig
  adapter: AxiosAdapter
  /** Makes the request. Providers of credentials run within the call's bounds. */
  secure: (within: Within, refused?: string[]) => Promise<SecuredConfig>
  /** Base URL of an API whose answers may refer to where their data is. */
  referrer: URL | false | '' | undefined
}

/** Makes what sends until an attempt succeeds, can't be mended by a repeat, or a limit is reached. */
export const createRetry = ({ sdk, own }: ApiContext) => {
  // What repeats take from, so that a failing service isn't stormed.
  let tokens = 500

  return async ({ config, adapter, secure, referrer }: Repeated): Promise<AxiosResponse> => {
    const signal = config.signal as AbortSignal | undefined
    // The bytes of a stream can't be sent again.
    let isFinal = isStream(config.data)
    const options: RetryOptions = {}
    // Bounds each attempt; 0 is no bound.
    let timeout = 30_000
    for (const { retry, timeout: bound } of [sdk, own, config]) {
      if (retry != null) Object.assign(options, retry || { maxRetries: 0 })
      timeout = bound ?? timeout
    }
    if (isFinal) options.maxRetries = 0
    const { deadline = 120_000 } = options
    const endsAt = Date.now() + (deadline || Infinity)

    /** Runs a step; rejects, and aborts it, when the call has to end or `ms` have passed. Without a step, waits. */
    const within: Within = <T>(ms: number, step?: (signal: AbortSignal) => Promise<T>) => {
      const controller = createController(adapter)
      const left = endsAt - Date.now()
      let timer: ReturnType<typeof setTimeout>
      let cancel: () => void
      const release = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', cancel)
      }
      const outcome = new Promise<T>((resolve, reject) => {
        const stop = (error: AxiosError) => {
          release()
          reject(error)
          // axios writes what was sent into this one.
          controller.abort(Object.create(error))
        }
        const expire = () => {
          if (left < ms) stop(new AxiosError(`deadline of ${deadline} ms exceeded`, 'ERR_DEADLINE'))
          else if (step) stop(new AxiosError(`timeout of ${ms} ms exceeded`, 'ETIMEDOUT'))
          else resolve(undefined as T)
        }
        cancel = () => stop(new CanceledError())
        // Longer delays would wrap to zero.
        timer = setTimeout(expire, Math.min(left, ms, 2e9))
        signal?.addEventListener('abort', cancel)
        if (signal?.aborted) cancel()
        else step?.(controller.signal).then(resolve, reject)
      })
      handOver(outcome, { config, release, controller })
      // A stream is still to be read, within the same bounds.
      return config.responseType === 'stream' ? outcome : outcome.finally(release)
    }
    const attempt = (request: SentConfig) =>
      within(timeout || Infinity, (signal) => adapter(Object.assign(request, { signal })))

    let request = await secure(within)
    let reference: Partial<SentConfig> | false | '' | undefined
    for (let count = 1, spent = 0; ; ) {
      let response: AxiosResponse | undefined
      let error: (AxiosError & Noted) | undefined
      try {
        response = await attempt(request)
        reference = referrer && payloadRequest(response, !reference && referrer)
      } catch (thrown) {
        error = thrown as AxiosError
        explain(error)
        response = error.response ??= response as AxiosResponse
      }
      const status = response?.status
      if (status === 401 && !isFinal && !reference) {
        // The token may have expired since the provider was asked.
        isFinal = true
        const renewed = await secure(within, request.secrets).catch((failure) => {
          failure.response = response
          throw failure
        })
        if (`${renewed.secrets}` !== `${request.secrets}`) {
          request = renewed
          discard(response)
          continue
        }
      }
      const cost = error?.code === 'ETIMEDOUT' ? 10 : 5
      const delay = retryDelay(
        {
          method: request.method as string,
          attempt: count,
          response,
          code: error?.code,
          deadline: endsAt,
          budget: tokens - cost,
        },
        options,
      )
      if (typeof delay !== 'number') {
        if (error) {
          error.reason = delay
          throw error
        }
        if (reference) {
          Object.assign(request, reference)
          continue
        }
        tokens = Math.min(500, tokens + 1 + spent)
        forget(request)
        return response as AxiosResponse
      }
      spent = cost
      tokens -= cost
      options.onRetry?.({ operationId: config.operationId, attempt: count, delay, status, code: error?.code })
      discard(response)
      await within(delay)
      count++
    }
  }
}
