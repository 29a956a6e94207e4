import { describe, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import { type ApiError, isApiError } from '../../src/index.js'
import { armFor, type Respond } from './server.js'

/** The error of a call, and how long it took in milliseconds. */
const timed = async (promise: Promise<unknown>): Promise<{ error: ApiError; elapsed: number }> => {
  const started = performance.now()
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isApiError(error)) throw error ?? new Error('the call was answered')
  return { error, elapsed: performance.now() - started }
}

const dripping: Respond = ({ response, socket }) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 10)
  socket.on('close', () => clearInterval(timer))
}

describe('timeout bounds one whole attempt', () => {
  test('a body that keeps dripping included', async () => {
    const { url, seen } = await armFor(dripping)
    const client = createClient({ server: url, timeout: 150, retry: false })

    const { error, elapsed } = await timed(client.listAccessTokens())

    expect(error.code).toBe('ETIMEDOUT')
    expect(error.message).toMatch(/150 ms/)
    expect(elapsed).toBeGreaterThan(140)
    expect(elapsed).toBeLessThan(1_000)
    expect(seen).toHaveLength(1)
  })

  test('each attempt has its own', async () => {
    const { url, seen } = await armFor(() => {})
    const client = createClient({ server: url, timeout: 100, retry: { baseDelay: 1 } })

    const { error, elapsed } = await timed(client.listAccessTokens())

    expect(error.code).toBe('ETIMEDOUT')
    expect(seen).toHaveLength(3)
    expect(elapsed).toBeGreaterThan(290)
  })

  test("a call's own timeout wins over the client's", async () => {
    const { url } = await armFor(() => {})
    const client = createClient({ server: url, timeout: 10_000, retry: false })
    const { error, elapsed } = await timed(client.listAccessTokens(null, undefined, { timeout: 80 }))
    expect(error.code).toBe('ETIMEDOUT')
    expect(elapsed).toBeLessThan(1_000)
  })

  test('0 is none', async () => {
    const { url } = await armFor(({ response }) => {
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'), 200)
    })
    const client = createClient({ server: url, timeout: 0, retry: false })
    expect((await client.listAccessTokens()).data).toEqual([])
  })
})

describe('deadline bounds the whole call', () => {
  test('attempts and waits', async () => {
    const { url, seen } = await armFor(() => {})
    const client = createClient({
      server: url,
      timeout: 100,
      retry: { baseDelay: 1, maxRetries: 100, deadline: 350 },
    })

    const { error, elapsed } = await timed(client.listAccessTokens())

    expect(['ERR_DEADLINE', 'ETIMEDOUT']).toContain(error.code)
    expect(error.message).toMatch(/deadline/i)
    expect(elapsed).toBeLessThan(1_000)
    expect(seen.length).toBeGreaterThanOrEqual(2)
    expect(seen.length).toBeLessThanOrEqual(4)
  })

  test('an attempt that runs into it is cut there', async () => {
    const { url } = await armFor(() => {})
    const client = createClient({ server: url, timeout: 10_000, retry: { deadline: 200 } })
    const { error, elapsed } = await timed(client.listAccessTokens())
    expect(error.code).toBe('ERR_DEADLINE')
    expect(elapsed).toBeGreaterThan(190)
    expect(elapsed).toBeLessThan(1_000)
  })

  test('a token provider that never answers', async () => {
    const { url, seen } = await armFor(() => {})
    const client = createClient({ server: url, token: () => new Promise(() => {}), retry: { deadline: 200 } })
    const { error, elapsed } = await timed(client.listAccessTokens())
    expect(error.code).toBe('ERR_DEADLINE')
    expect(elapsed).toBeLessThan(1_000)
    expect(seen).toHaveLength(0)
  })

  test('a token provider that never answered is asked anew by the next call', async () => {
    const { url } = await armFor(({ response }) => response.end('[]'))
    let asked = 0
    const token = () => (++asked === 1 ? new Promise<string>(() => {}) : 'token')
    const client = createClient({ server: url, token, retry: { deadline: 100 } })

    const { error } = await timed(client.listAccessTokens())
    const { status } = await client.listAccessTokens()

    expect([error.code, status, asked]).toEqual(['ERR_DEADLINE', 200, 2])
  })

  test('a token provider that fails after its call was cancelled disturbs nobody', async () => {
    const { url } = await armFor(() => {})
    const token = () => new Promise<string>((_, reject) => setTimeout(reject, 50, new Error('too late')))
    const client = createClient({ server: url, token })
    const { error } = await timed(
      client.listAccessTokens(null, undefined, { signal: AbortSignal.timeout(10) }),
    )
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(error.code).toBe('ERR_CANCELED')
  })

  test('a signal ends the wait for a token provider at once', async () => {
    const { url, seen } = await armFor(() => {})
    const client = createClient({ server: url, token: () => new Promise(() => {}) })
    const { error, elapsed } = await timed(
      client.listAccessTokens(null, undefined, { signal: AbortSignal.timeout(100) }),
    )
    expect(error.code).toBe('ERR_CANCELED')
    expect(elapsed).toBeLessThan(1_000)
    expect(seen).toHaveLength(0)
  })

  test('also with retry: false, where it is the default of two minutes', async () => {
    const { url } = await armFor(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
    })
    expect((await createClient({ server: url, retry: false }).listAccessTokens()).status).toBe(200)
  })

  test('0 is none', async () => {
    const { url } = await armFor(({ response }) => {
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'), 150)
    })
    expect((await createClient({ server: url, retry: { deadline: 0 } }).listAccessTokens()).status).toBe(200)
  })
})
