import type { AxiosError, AxiosResponse } from 'axios'
import { wait } from './bounded.js'
import type { Noted } from './error.js'
import { retryDelay } from './retry-timing.js'
import type { SentConfig } from './target.js'
import type { RetryOptions } from './types.js'

const CAPACITY = 500

/** Tokens that a client's repeats take from, so that a failing service isn't stormed. */
export interface Budget {
  tokens: number
}

export const createBudget = (): Budget => ({ tokens: CAPACITY })

/** What came of an attempt: an answer, an error, or an error with its answer. */
export interface Outcome {
  response?: AxiosResponse | undefined
  error?: AxiosError & Noted
}

interface Repeated {
  config: SentConfig
  options: RetryOptions
  budget: Budget
  signal: AbortSignal
  /** When the call's deadline passes, in milliseconds since the epoch. */
  endsAt: number
}

/** Whether the same bytes can be sent again: those of a stream can't. */
export const isReplayable = ({ data }: SentConfig): boolean => !(data?.pipe || data?.getReader)

/** Sends until an attempt succeeds, can't be mended by a repeat, or a limit is reached. */
export const retry = async (
  { config, options, budget, signal, endsAt }: Repeated,
  send: () => Promise<Outcome>,
): Promise<Outcome> => {
  for (let attempt = 1, spent = 0; ; attempt++) {
    const outcome = await send()
    const { response, error } = outcome
    const code = error?.code
    const cost = code === 'ETIMEDOUT' ? 10 : 5
    const delay =
      signal.aborted || !isReplayable(config)
        ? undefined
        : retryDelay(
            {
              method: `${config.method}`,
              attempt,
              // An answer without data was cut off: that is a failure of the network.
              status: response?.data === undefined ? 0 : response.status,
              code: response ? '' : code,
              retryAfter: response?.headers['retry-after'],
              now: Date.now(),
              random: Math.random(),
              endsAt,
              isAffordable: budget.tokens >= cost,
            },
            options,
          )
    if (typeof delay !== 'number') {
      if (!error) budget.tokens = Math.min(CAPACITY, budget.tokens + 1 + spent)
      else if (delay && options.maxRetries !== 0) error.note = delay
      return outcome
    }
    spent = cost
    budget.tokens -= cost
    options.onRetry?.({ operationId: config.operationId, attempt, delay, status: response?.status, code })
    await wait(delay, signal)
  }
}
