import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FailedAttempt, parseRetryAfter, retryDelay } from '../../src/core/retry-timing.js'

const now = Date.parse('2026-03-01T12:00:00Z')
const limits = { maxRetries: 2, baseDelay: 500, maxDelay: 8_000, maxRetryAfter: 60_000 }

interface Failed extends Partial<Omit<FailedAttempt, 'response'>> {
  status?: number | undefined
  retryAfter?: string | undefined
}

const delayOf = ({ status, retryAfter, ...failed }: Failed, given: Partial<typeof limits> = {}, random = 1) =>
  retryDelay(
    {
      method: 'get',
      attempt: 1,
      response:
        status === undefined ? undefined : { status, data: '', headers: { 'retry-after': retryAfter } },
      now,
      random,
      deadline: Number.POSITIVE_INFINITY,
      budget: 0,
      ...failed,
    },
    { ...limits, ...given },
  )

describe('Retry-After', () => {
  const table: [value: string | undefined, delay: number | undefined][] = [
    ['0', 0],
    ['1', 1_000],
    ['007', 7_000],
    ['86400', 86_400_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:59:00 GMT', 0],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['+5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['5 seconds', undefined],
    ['5, 10', undefined],
    ['2026', 2_026_000],
    ['2026-03-01T12:00:30Z', undefined],
    ['March', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['null', undefined],
  ]
  for (const [value, delay] of table) {
    test(`${JSON.stringify(value)} is ${delay === undefined ? 'nothing' : `${delay} ms`}`, () => {
      expect(parseRetryAfter(value, now)).toBe(delay ?? Number.NaN)
    })
  }

  test('any text is a time that is not negative, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (text) => {
        const delay = parseRetryAfter(text, now)
        return Number.isNaN(delay) || delay >= 0
      }),
    )
  })
})

describe('the next wait', () => {
  const table: [name: string, failed: Failed, delay: number | RegExp | undefined][] = [
    ['first wait', { status: 500 }, 500],
    ['second wait', { status: 500, attempt: 2 }, 1_000],
    ['attempts used', { status: 500, attempt: 3 }, /attempt/],
    ['Retry-After', { status: 429, retryAfter: '3' }, 3_000],
    ['Retry-After of zero', { status: 429, retryAfter: '0' }, 0],
    ['Retry-After at the limit', { status: 429, retryAfter: '60' }, 60_000],
    ['Retry-After over the limit', { status: 429, retryAfter: '61' }, /retry-after/i],
    ['Retry-After beyond all numbers', { status: 429, retryAfter: '9'.repeat(400) }, /retry-after/i],
    ['garbage in Retry-After', { status: 429, retryAfter: 'soon' }, 500],
    ['garbage in Retry-After that ends like a date', { status: 429, retryAfter: '1 GMT' }, 500],
    ['Retry-After on 500 counts too', { status: 500, retryAfter: '3' }, 3_000],
    ['no answer', { code: 'ECONNRESET' }, 500],
    ['no answer in time', { code: 'ETIMEDOUT' }, 500],
    ['browser network failure', { code: 'ERR_NETWORK' }, 500],
    ['create, no answer', { method: 'post', code: 'ECONNRESET' }, undefined],
    ['create, no answer in time', { method: 'post', code: 'ETIMEDOUT' }, undefined],
    ['create in a browser, no answer', { method: 'post', code: 'ERR_NETWORK' }, undefined],
    ['create, nothing sent', { method: 'post', code: 'ECONNREFUSED' }, 500],
    ['create, no such name', { method: 'post', code: 'ENOTFOUND' }, 500],
    ['create, name server busy', { method: 'post', code: 'EAI_AGAIN' }, 500],
    ['create, 503', { method: 'post', status: 503 }, undefined],
    ['create, 503 with Retry-After', { method: 'post', status: 503, retryAfter: '1' }, 1_000],
    ['create, 503 with garbage', { method: 'post', status: 503, retryAfter: 'soon' }, undefined],
    ['create, 503 with garbage like a date', { method: 'post', status: 503, retryAfter: '5 GMT' }, undefined],
    ['create, 429', { method: 'post', status: 429 }, 500],
    ['create, 500', { method: 'post', status: 500 }, undefined],
    ['patch, 429', { method: 'patch', status: 429 }, 500],
    ['patch, 502', { method: 'patch', status: 502 }, undefined],
    ['patch, nothing sent', { method: 'patch', code: 'ECONNREFUSED' }, 500],
    ['unknown method', { method: 'trace', status: 500 }, undefined],
    ['cancelled', { code: 'ERR_CANCELED' }, undefined],
    ['deadline passed', { code: 'ERR_DEADLINE' }, undefined],
    ['unusable answer', { code: 'ERR_BAD_RESPONSE' }, undefined],
  ]
  for (const [name, failed, delay] of table) {
    test(name, () => {
      if (delay instanceof RegExp) expect(delayOf(failed)).toMatch(delay)
      else expect(delayOf(failed)).toBe(delay)
    })
  }

  test('full jitter: from nothing to the whole', () => {
    expect(delayOf({ status: 500, attempt: 2 }, {}, 0)).toBe(0)
    expect(delayOf({ status: 500, attempt: 2 }, {}, 0.25)).toBe(250)
  })

  test('doubles up to the cap, whatever the attempt', () => {
    const delays = [1, 2, 3, 4, 5, 6, 50, 2_000].map((attempt) =>
      delayOf({ status: 500, attempt }, { maxRetries: 1e9 }),
    )
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000])
  })

  test('never negative, never over its limits', () => {
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom('get', 'head', 'options', 'put', 'delete', 'post', 'patch'),
          attempt: fc.integer({ min: 1, max: 10_000 }),
          status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
          retryAfter: fc.option(fc.oneof(fc.string(), fc.nat().map(String)), { nil: undefined }),
        }),
        fc.double({ min: 0, max: 0.9999999, noNaN: true }),
        (failed, random) => {
          const delay = retryDelay(
            { ...failed, now, random, deadline: Number.POSITIVE_INFINITY, budget: 0 },
            { ...limits, maxRetries: 20_000 },
          )
          return typeof delay !== 'number' || (delay >= 0 && delay <= 60_000)
        },
      ),
    )
  })
})
