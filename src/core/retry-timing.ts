import type { RetryOptions } from './types.js'

/** A failed attempt, as far as the decision to repeat it goes. */
export interface FailedAttempt {
  /** Lower-case HTTP method. */
  method: string
  /** Number of the attempt, from 1. */
  attempt: number
  /** Status of the answer; absent when none arrived whole. */
  status?: number | undefined
  /** Error code of a failure without an answer. */
  code?: string | undefined
  /** `Retry-After`, as sent. */
  retryAfter?: string | undefined
}

export type RetryLimits = Required<
  Pick<RetryOptions, 'maxRetries' | 'baseDelay' | 'maxDelay' | 'maxRetryAfter'>
>

/**
 * `Retry-After` in milliseconds from `now`; `undefined` for what is neither seconds nor an HTTP-date.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const parseRetryAfter = (value: string | undefined, now: number): number | undefined => {
  if (value === undefined) return
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = /^[A-Z][a-z]+, .* GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Whether repeating the request can help and can't do its work twice. */
export const isRetryable = (
  { method, status, code = '' }: FailedAttempt,
  retryAfter: number | undefined,
): boolean => {
  const idempotent = /^(get|head|options|put|delete)$/.test(method)
  if (status) {
    return idempotent
      ? [408, 429, 500, 502, 503, 504].includes(status)
      : status === 429 || (status === 503 && retryAfter !== undefined)
  }
  // Without an answer only these two say that no byte was sent.
  return idempotent ? !/^ERR_(?!NETWORK)/.test(code) : /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code)
}

/**
 * Milliseconds to wait before the next attempt; a string says why there is none; `undefined` when the
 * failure isn't one that a repeat can mend.
 *
 * `Retry-After` is followed to the millisecond, otherwise the wait is exponential with full jitter.
 */
export const retryDelay = (
  failed: FailedAttempt,
  limits: RetryLimits,
  { now, random }: { now: number; random: number },
): number | string | undefined => {
  const retryAfter = parseRetryAfter(failed.retryAfter, now)
  if (!isRetryable(failed, retryAfter)) return
  if (failed.attempt > limits.maxRetries) return `attempts: ${failed.attempt} made`
  if (retryAfter === undefined) {
    return random * Math.min(limits.maxDelay, limits.baseDelay * 2 ** (failed.attempt - 1))
  }
  return retryAfter > limits.maxRetryAfter
    ? `Retry-After: ${Math.ceil(retryAfter / 1000)} s is over maxRetryAfter`
    : retryAfter
}
