import type { AxiosError, AxiosResponse } from 'axios'
import { wait } from './bounded.js'
import type { CallConfig, Noted } from './error.js'
import { type RetryLimits, retryDelay } from './retry-timing.js'
import type { RetryOptions } from './types.js'

const CAPACITY = 500

/** Tokens that a client's repeats take from, so that a failing service isn't stormed. */
export interface Budget {
  tokens: number
}

export const createBudget = (): Budget => ({ tokens: CAPACITY })

export type Limits = RetryLimits & Pick<RetryOptions, 'onRetry'> & { deadline: number }

/** Options of SDK, client and call, the latter first. */
export const retryLimits = (...levels: (RetryOptions | false | undefined)[]): Limits => {
  const limits: Limits = {
    maxRetries: 2,
    baseDelay: 500,
    maxDelay: 8000,
    maxRetryAfter: 60_000,
    deadline: 120_000,
  }
  for (const level of levels) {
    for (const [name, value] of Object.entries(level === false ? { maxRetries: 0 } : (level ?? {}))) {
      if (value !== undefined) Object.assign(limits, { [name]: value })
    }
  }
  return limits
}

/** What came of an attempt: an answer, an error, or an error with its answer. */
export interface Outcome {
  response?: AxiosResponse | undefined
  error?: AxiosError & Noted
}

/** One call, as far as repeating it goes. */
export interface Repeated {
  config: CallConfig
  limits: Limits
  budget: Budget
  signal: AbortSignal
  /** When the call's deadline passes, in milliseconds since the epoch. */
  endsAt: number
}

const isStream = (data: unknown): boolean =>
  typeof (data as { pipe?: unknown })?.pipe === 'function' ||
  typeof (data as { getReader?: unknown })?.getReader === 'function'

/** Whether the same bytes can be sent again. */
export const isReplayable = (config: CallConfig): boolean => !isStream(config.data)

const costOf = ({ error }: Outcome): number => (error?.code === 'ETIMEDOUT' ? 10 : 5)

/** Why the failed attempt isn't repeated, or the time until it is. */
const nextDelay = (
  outcome: Outcome,
  attempt: number,
  { config, limits, budget, endsAt }: Repeated,
): number | string | undefined => {
  const { response, error } = outcome
  // An answer without data was cut off.
  const status = response?.data === undefined ? undefined : response?.status
  const code = response && !status ? 'ECONNRESET' : error?.code
  if (!(status ?? error) || !isReplayable(config)) return
  const now = Date.now()
  const retryAfter = response?.headers['retry-after']
  const failed = { method: config.method as string, attempt, status, code, retryAfter }
  const delay = retryDelay(failed, limits, { now, random: Math.random() })
  if (typeof delay !== 'number') return delay
  if (now + delay > endsAt) return 'deadline: it would pass first'
  return budget.tokens < costOf(outcome) ? 'budget: too many calls failed' : delay
}

/** Sends until an attempt succeeds, can't be mended by a repeat, or a limit is reached. */
export const retry = async (context: Repeated, send: () => Promise<Outcome>): Promise<Outcome> => {
  const { config, limits, budget, signal } = context
  for (let attempt = 1, cost = 0; ; attempt++) {
    const outcome = await send()
    const { response, error } = outcome
    const delay = signal.aborted ? undefined : nextDelay(outcome, attempt, context)
    if (typeof delay !== 'number') {
      if (!error) budget.tokens = Math.min(CAPACITY, budget.tokens + 1 + cost)
      else if (delay && limits.maxRetries) error.note = delay
      return outcome
    }
    cost = costOf(outcome)
    budget.tokens -= cost
    limits.onRetry?.({
      attempt,
      delay,
      ...(config.operationId && { operationId: config.operationId }),
      ...(response && { status: response.status }),
      ...(error?.code && { code: error.code }),
    })
    await wait(delay, signal)
  }
}
