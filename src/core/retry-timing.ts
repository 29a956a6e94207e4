import { UNSENT } from './platform.js'
import type { RetryOptions } from './types.js'

/** A failed attempt, as far as the decision to repeat it goes. */
export interface FailedAttempt {
  /** Lower-case HTTP method. */
  method: string
  /** Number of the attempt, from 1. */
  attempt: number
  /** Status of the answer; absent or 0 when none arrived whole. */
  status: number | undefined
  /** Error code of a failure without an answer. */
  code?: string | undefined
  /** `Retry-After`, as sent. */
  retryAfter?: string | undefined
  /** Milliseconds since the epoch. */
  now: number
  /** From 0 to 1. */
  random: number
  /** Milliseconds since the epoch when the call's deadline passes; `Infinity` for none. */
  endsAt: number
  /** Whether the client's budget has the cost of a repeat. */
  isAffordable: boolean
}

/**
 * `Retry-After` in milliseconds from `now`; `NaN` for what is neither seconds nor an HTTP-date.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const parseRetryAfter = (value = '', now: number): number =>
  /^\d+$/.test(value)
    ? Number(value) * 1000
    : Math.max(0, Date.parse(/^\w+, .+ GMT$/.test(value) ? value : '') - now)

/**
 * Milliseconds to wait before the next attempt; a string says why there is none; `undefined` when a repeat
 * can't mend the failure, or could do the work twice.
 *
 * `Retry-After` is followed to the millisecond, otherwise the wait is exponential with full jitter.
 */
export const retryDelay = (
  { method, attempt, status, code = '', retryAfter, now, random, endsAt, isAffordable }: FailedAttempt,
  { maxRetries = 2, baseDelay = 500, maxDelay = 8000, maxRetryAfter = 60_000 }: RetryOptions,
): number | string | undefined => {
  const asked = parseRetryAfter(retryAfter, now)
  const isAsked = asked >= 0
  const isRetryable = /^(get|head|options|put|delete)$/.test(method)
    ? status
      ? /408|429|50[0234]/.test(`${status}`)
      : !/^ERR_(?!NETWORK)/.test(code)
    : status
      ? status === 429 || (status === 503 && isAsked)
      : // These alone say that no byte was sent.
        UNSENT.test(code)
  if (!isRetryable || !maxRetries) return
  if (attempt > maxRetries) return `attempts: ${attempt}`
  if (asked > maxRetryAfter) return `Retry-After: ${asked} ms`
  const delay = isAsked ? asked : random * Math.min(maxDelay, baseDelay * 2 ** (attempt - 1))
  return now + delay >= endsAt ? 'deadline' : isAffordable ? delay : 'budget'
}
