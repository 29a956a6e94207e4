import type { AxiosResponse } from 'axios'
import { ifUnsent } from './platform.js'
import type { RetryOptions } from './types.js'

/** A failed attempt, as far as the decision to repeat it goes. */
export interface FailedAttempt {
  /** Lower-case HTTP method. */
  method: string
  /** Number of the attempt, from 1. */
  attempt: number
  /** The answer; without `data` when it was cut off, which is a failure of the network. */
  response?: Pick<AxiosResponse, 'status' | 'headers' | 'data'> | undefined
  /** Error code of a failure without an answer. */
  code?: string | undefined
  /** Milliseconds since the epoch. @default now */
  now?: number
  /** From 0 to 1. @default by chance */
  random?: number
  /** Milliseconds since the epoch when the call's deadline passes; `Infinity` for none. */
  deadline: number
  /** What a repeat would leave of the client's budget. */
  budget: number
}

/**
 * `Retry-After` in milliseconds from `now`; `NaN` for what is neither seconds nor an HTTP-date.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const parseRetryAfter = (value = '', now: number): number =>
  /^\d+$/.test(value)
    ? +value * 1000
    : Math.max(0, (/:\d\d GMT$/.test(value) ? Date.parse(value) : NaN) - now)

/**
 * Milliseconds to wait before the next attempt; a string says why there is none; `undefined` when a repeat
 * can't mend the failure, or could do the work twice.
 *
 * `Retry-After` is followed to the millisecond, otherwise the wait is exponential with full jitter.
 */
export const retryDelay = (
  {
    method,
    attempt,
    response,
    code = '',
    now = Date.now(),
    random = Math.random(),
    deadline,
    budget,
  }: FailedAttempt,
  { maxRetries = 2, baseDelay = 500, maxDelay = 8000, maxRetryAfter = 60_000 }: RetryOptions,
): number | string | undefined => {
  const asked = parseRetryAfter(response?.headers?.['retry-after'], now)
  const status = (!code || (response && 'data' in response)) && response?.status
  let isRetryable: unknown = /^(get|head|options|put|delete)$/.test(method)
    ? status
      ? /408|429|50[0234]/.test(status as never)
      : response || !/^ERR_(?!NETWORK)/.test(code)
    : status === 429 || (status === 503 && asked >= 0)
  ifUnsent(code, () => {
    isRetryable = true
  })
  if (!isRetryable || !maxRetries) return
  if (attempt > maxRetries) return `attempts: ${attempt}`
  if (asked > maxRetryAfter) return 'Retry-After'
  const delay = asked >= 0 ? asked : random * Math.min(maxDelay, baseDelay * 2 ** (attempt - 1))
  return now + delay >= deadline ? 'deadline' : budget < 0 ? 'budget' : delay
}
