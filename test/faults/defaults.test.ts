import { type AxiosAdapter, AxiosError } from 'axios'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import { epilot, type RetryEvent } from '../../src/index.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An adapter that gives no answer until it is told to stop. */
const silent: AxiosAdapter = (config) =>
  new Promise((_resolve, reject) => {
    config.signal?.addEventListener?.('abort', () => reject(new AxiosError('stopped', 'ERR_CANCELED')))
  })

/** An adapter that refuses every attempt. */
const refusing =
  (status: number, headers: Record<string, string> = {}): AxiosAdapter =>
  async (config) => {
    const response = { data: '{}', status, statusText: '', headers, config }
    throw new AxiosError(
      `Request failed with status code ${status}`,
      'ERR_BAD_RESPONSE',
      config,
      undefined,
      response,
    )
  }

/** Milliseconds until a call ends, and the code or status it ends with. */
const ends = async (call: () => Promise<unknown>) => {
  const started = Date.now()
  let result: { after: number; code: unknown } | undefined
  call().catch((error: AxiosError) => {
    result = { after: Date.now() - started, code: error.status ?? error.code }
  })
  for (let waited = 0; !result && waited < 400_000; waited += 100) await vi.advanceTimersByTimeAsync(100)
  return result
}

describe('without options', () => {
  test('an attempt has 30 seconds', async () => {
    const client = createClient({ retry: false })
    expect(await ends(() => client.listAccessTokens(null, undefined, { adapter: silent }))).toEqual({
      after: 30_000,
      code: 'ETIMEDOUT',
    })
  })

  test('a call has two minutes', async () => {
    const client = createClient({ timeout: 0 })
    expect(await ends(() => client.listAccessTokens(null, undefined, { adapter: silent }))).toEqual({
      after: 120_000,
      code: 'ERR_DEADLINE',
    })
  })

  test('with repeats off a call has two minutes too', async () => {
    const client = createClient({ timeout: 0, retry: false })
    expect(await ends(() => client.listAccessTokens(null, undefined, { adapter: silent }))).toEqual({
      after: 120_000,
      code: 'ERR_DEADLINE',
    })
  })

  test('Retry-After is followed up to a minute, and to the millisecond', async () => {
    const events: RetryEvent[] = []
    const onRetry = (event: RetryEvent) => void events.push(event)
    const client = createClient({ retry: { onRetry } })
    const result = await ends(() =>
      client.listAccessTokens(null, undefined, { adapter: refusing(429, { 'retry-after': '50' }) }),
    )
    expect(events.map(({ delay }) => delay)).toEqual([50_000, 50_000])
    expect(result).toEqual({ after: 100_000, code: 429 })
    events.length = 0
    await ends(() =>
      client.listAccessTokens(null, undefined, { adapter: refusing(429, { 'retry-after': '61' }) }),
    )
    expect(events).toEqual([])
  })

  test('waits are half a second, then a second at most, and vary', async () => {
    const delays: number[][] = [[], []]
    const client = createClient({
      retry: { onRetry: ({ attempt, delay }) => void delays[attempt - 1]?.push(delay) },
    })
    for (let call = 0; call < 30; call++) {
      await ends(() => client.listAccessTokens(null, undefined, { adapter: refusing(500) }))
    }
    for (const [index, limit] of [500, 1_000].entries()) {
      const seen = delays[index] ?? []
      expect(seen).toHaveLength(30)
      expect(Math.min(...seen)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...seen)).toBeLessThanOrEqual(limit)
      expect(new Set(seen).size).toBeGreaterThan(20)
    }
  })

  test('the default SDK takes retry() like another one', async () => {
    const client = await epilot.accessToken.getClient()
    const delays: number[] = []
    epilot.retry({ maxRetries: 4, baseDelay: 0, onRetry: ({ delay }) => void delays.push(delay) })
    await ends(() => client.listAccessTokens(null, undefined, { adapter: refusing(500) }))
    expect(delays).toEqual([0, 0, 0, 0])
    epilot.retry({ maxRetries: 2, baseDelay: 500, onRetry: () => {} })
  })
})
