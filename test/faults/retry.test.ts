import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { AxiosError, isAxiosError } from 'axios'
import { afterEach, describe, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import { type ApiError, createSDK, isApiError, type RetryEvent, type RetryOptions } from '../../src/index.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'
import { deadUrl } from './server.js'

const fast: RetryOptions = { baseDelay: 1, maxDelay: 2 }
const open: Recorder[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((recorder) => recorder.close()))
})

/** A server that answers with each status in turn, the last one for good. */
async function answering(...statuses: (number | { status: number; headers: Record<string, string> })[]) {
  const recorder = await startRecorder((_request, response, count) => {
    const next = statuses[Math.min(count, statuses.length) - 1] ?? 200
    const { status, headers } = typeof next === 'number' ? { status: next, headers: {} } : next
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(status === 204 ? undefined : JSON.stringify({ status, error: 'fault' }))
  })
  open.push(recorder)
  return recorder
}

const failure = async (promise: Promise<unknown>): Promise<ApiError> => {
  try {
    await promise
  } catch (error) {
    if (isApiError(error)) return error
    throw error
  }
  throw new Error('the call was answered')
}

describe('which calls are repeated', () => {
  const safe = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']
  const unsafe = ['POST', 'PATCH']

  for (const method of [...safe, ...unsafe]) {
    for (const status of [400, 401, 403, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504, 505]) {
      const repeats =
        status === 429 || (safe.includes(method) && [408, 500, 502, 503, 504].includes(status)) ? 2 : 0

      test(`${method} on ${status}: ${repeats} repeats`, async () => {
        const server = await answering(status)
        const client = createClient({ server: server.url, retry: fast })

        const error = await failure(client.request({ method, url: '/x' }))

        expect(error.status).toBe(status)
        expect(server.requests).toHaveLength(1 + repeats)
      })
    }

    test(`${method} on 503 with Retry-After is repeated`, async () => {
      const server = await answering({ status: 503, headers: { 'retry-after': '0' } }, 200)
      const client = createClient({ server: server.url, retry: fast })

      const { status } = await client.request({ method, url: '/x' })

      expect(status).toBe(200)
      expect(server.requests).toHaveLength(2)
    })

    test(`${method} on a refused connection is repeated: no byte was sent`, async () => {
      const events: RetryEvent[] = []
      const client = createClient({
        server: await deadUrl(),
        retry: { ...fast, onRetry: (event) => events.push(event) },
      })

      const error = await failure(client.request({ method, url: '/x' }))

      expect(error.code).toBe('ECONNREFUSED')
      expect(events.map(({ attempt }) => attempt)).toEqual([1, 2])
    })

    test(`${method} on a refused connection over fetch is repeated as well`, async () => {
      const events: RetryEvent[] = []
      const client = createClient({
        server: await deadUrl(),
        retry: { ...fast, onRetry: (event) => events.push(event) },
      })

      const error = await failure(client.request({ method, url: '/x', adapter: 'fetch' }))

      expect(error.code).toBe('ECONNREFUSED')
      expect(events.map(({ attempt }) => attempt)).toEqual([1, 2])
    })

    test(`${method} on a stream of HTTP/2 that is reset: ${safe.includes(method) ? 2 : 0} repeats`, async () => {
      const client = createClient({ server: 'http://127.0.0.1:1', retry: fast })
      let attempts = 0
      const adapter = async (): Promise<never> => {
        attempts += 1
        throw new AxiosError('Stream closed with error code NGHTTP2_REFUSED_STREAM', 'ERR_HTTP2_STREAM_ERROR')
      }

      const error = await failure(client.request({ method, url: '/x', adapter }))

      expect(error.code).toBe('ERR_NETWORK')
      expect(error.message).toContain('NGHTTP2_REFUSED_STREAM')
      expect(attempts).toBe(safe.includes(method) ? 3 : 1)
    })

    test(`${method} on a name that doesn't resolve is repeated: no byte was sent`, async () => {
      const events: RetryEvent[] = []
      const client = createClient({
        server: 'http://name.localhost',
        retry: { ...fast, onRetry: (event) => events.push(event) },
      })
      const lookup = async (): Promise<never> => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
      }

      const error = await failure(client.request({ method, url: '/x', lookup }))

      expect(error.code).toBe('ENOTFOUND')
      expect(events).toHaveLength(2)
    })
  }
})

describe('options', () => {
  test('maxRetries 0 and retry false are one attempt', async () => {
    for (const retry of [{ ...fast, maxRetries: 0 }, false] as const) {
      const server = await answering(500)
      await failure(createClient({ server: server.url, retry }).listAccessTokens())
      expect(server.requests).toHaveLength(1)
    }
  })

  test('two repeats are the default', async () => {
    const server = await answering({ status: 429, headers: { 'retry-after': '0' } })
    await failure(createClient({ server: server.url }).listAccessTokens())
    expect(server.requests).toHaveLength(3)
  })

  test('config.retry wins over the client, the client over the SDK', async () => {
    const server = await answering(500)
    const client = createClient({ server: server.url, retry: { ...fast, maxRetries: 1 } })
    await failure(client.listAccessTokens(null, undefined, { retry: { ...fast, maxRetries: 3 } }))
    expect(server.requests).toHaveLength(4)
    await failure(client.listAccessTokens(null, undefined, { retry: false }))
    expect(server.requests).toHaveLength(5)
  })

  test('sdk.retry() reaches handles and clients that exist already', async () => {
    const server = await answering(500)
    const sdk = createSDK({ server: server.url, retry: fast })
    const client = await sdk.accessToken.getClient()
    sdk.retry(false)
    await failure(sdk.accessToken.listAccessTokens())
    await failure(client.listAccessTokens())
    expect(server.requests).toHaveLength(2)
    sdk.retry({ ...fast, maxRetries: 1 })
    await failure(client.listAccessTokens())
    expect(server.requests).toHaveLength(4)
  })

  test('onRetry tells operation, attempt, delay, status', async () => {
    const events: RetryEvent[] = []
    const server = await answering(502, { status: 429, headers: { 'retry-after': '0' } }, 200)
    const client = createClient({
      server: server.url,
      retry: { ...fast, onRetry: (event) => events.push(event) },
    })

    await client.listAccessTokens()

    expect(events).toMatchObject([
      { operationId: 'listAccessTokens', attempt: 1, status: 502, code: 'ERR_BAD_RESPONSE' },
      { operationId: 'listAccessTokens', attempt: 2, status: 429, code: 'ERR_BAD_REQUEST', delay: 0 },
    ])
    expect(events[0]?.delay).toBeGreaterThanOrEqual(0)
    expect(events[0]?.delay).toBeLessThanOrEqual(1)
  })
})

describe('waits', () => {
  test('Retry-After in seconds is waited for', async () => {
    const server = await answering({ status: 429, headers: { 'retry-after': '1' } }, 200)
    const started = performance.now()
    await createClient({ server: server.url, retry: fast }).listAccessTokens()
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  test.each(['http', 'fetch'])(
    'Retry-After in the oldest form of a date is one too, over %s',
    async (adapter) => {
      const server = await answering(
        { status: 503, headers: { 'retry-after': 'Sun Mar  1 12:00:30 2026' } },
        200,
      )
      const delays: number[] = []
      const client = createClient({
        server: server.url,
        retry: { baseDelay: 60_000, onRetry: ({ delay }) => void delays.push(delay) },
      })

      // A create is repeated on 503 only where a date or a number says when.
      await client.createAccessToken(null, { name: 'n' }, { adapter })

      expect(delays).toEqual([0])
    },
  )

  test('Retry-After above maxRetryAfter fails at once and says so', async () => {
    const server = await answering({ status: 429, headers: { 'retry-after': '2' } })
    const started = performance.now()
    const client = createClient({ server: server.url, retry: { ...fast, maxRetryAfter: 1_000 } })

    const error = await failure(client.listAccessTokens())

    expect(performance.now() - started).toBeLessThan(900)
    expect(error.message).toMatch(/retry-after/i)
    expect(server.requests).toHaveLength(1)
  })

  test('Retry-After above a minute fails at once by default', async () => {
    const server = await answering({ status: 503, headers: { 'retry-after': '61' } })
    const error = await failure(createClient({ server: server.url, retry: fast }).listAccessTokens())
    expect(error.message).toMatch(/retry-after/i)
    expect(server.requests).toHaveLength(1)
  })

  test('a wait that would outlast the deadline is not begun', async () => {
    const server = await answering({ status: 429, headers: { 'retry-after': '5' } })
    const started = performance.now()
    const client = createClient({ server: server.url, retry: { ...fast, deadline: 600 } })

    const error = await failure(client.listAccessTokens())

    expect(performance.now() - started).toBeLessThan(500)
    expect(error.message).toMatch(/429.*deadline/i)
    expect(error.status).toBe(429)
    expect(server.requests).toHaveLength(1)
  })

  test('delays beyond 2^31 ms do not wrap to zero', async () => {
    const server = await answering({ status: 429, headers: { 'retry-after': '4000000' } })
    const client = createClient({
      server: server.url,
      retry: { maxRetryAfter: 2 ** 40, deadline: 2 ** 41 },
    })
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 300)

    const error = await failure(client.listAccessTokens(null, undefined, { signal: abort.signal }))

    expect(error.code).toBe('ERR_CANCELED')
    expect(server.requests).toHaveLength(1)
  })

  test('a time-out and a deadline beyond 2^31 ms do not wrap to zero', async () => {
    const server = await answering(200)
    const client = createClient({ server: server.url, timeout: 2 ** 32, retry: { deadline: 2 ** 33 } })
    const { status } = await client.listAccessTokens()
    expect(status).toBe(200)
  })

  test('config.signal ends a wait at once', async () => {
    const server = await answering({ status: 429, headers: { 'retry-after': '30' } })
    const client = createClient({ server: server.url })
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 100)
    const started = performance.now()

    const error = await failure(client.listAccessTokens(null, undefined, { signal: abort.signal }))

    expect(performance.now() - started).toBeLessThan(1_000)
    expect(error.code).toBe('ERR_CANCELED')
    expect(server.requests).toHaveLength(1)
  })

  test('config.signal ends an attempt at once', async () => {
    const server = await startRecorder(() => {})
    open.push(server)
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 100)
    const started = performance.now()

    const error = await failure(
      createClient({ server: server.url, retry: fast }).listAccessTokens(null, undefined, {
        signal: abort.signal,
      }),
    )

    expect(performance.now() - started).toBeLessThan(1_000)
    expect(error.code).toBe('ERR_CANCELED')
    expect(server.requests).toHaveLength(1)
  })

  test('a signal that was aborted before sends nothing', async () => {
    const server = await answering(200)
    const error = await failure(
      createClient({ server: server.url }).listAccessTokens(null, undefined, { signal: AbortSignal.abort() }),
    )
    expect(error.code).toBe('ERR_CANCELED')
    expect(server.requests).toHaveLength(0)
  })
})

describe('the budget', () => {
  const attempts = async (run: () => Promise<unknown>, server: Recorder) => {
    const before = server.requests.length
    await run()
    return server.requests.length - before
  }

  test('500 points at 5 a repeat are 100 repeats, then calls fail at the first attempt', async () => {
    const server = await answering(500)
    const client = createClient({ server: server.url, retry: { ...fast, maxRetries: 10 } })
    for (let call = 0; call < 10; call++) {
      expect(await attempts(() => failure(client.listAccessTokens()), server)).toBe(11)
    }

    const error = await failure(client.listAccessTokens())

    expect(server.requests).toHaveLength(111)
    expect(error.message).toMatch(/budget/i)
    expect(error.status).toBe(500)
  })

  test('each client has its own', async () => {
    const server = await answering(500)
    const retry = { ...fast, maxRetries: 100 }
    const [first, second] = [
      createClient({ server: server.url, retry }),
      createClient({ server: server.url, retry }),
    ]
    await failure(first.listAccessTokens())
    expect(await attempts(() => failure(first.listAccessTokens()), server)).toBe(1)
    expect(await attempts(() => failure(second.listAccessTokens()), server)).toBe(101)
  })

  test('a success gives one point back, five of them a repeat', async () => {
    let healthy = false
    const server = await startRecorder((_request, response) => {
      response.writeHead(healthy ? 200 : 500, { 'content-type': 'application/json' }).end('[]')
    })
    open.push(server)
    const client = createClient({ server: server.url, retry: { ...fast, maxRetries: 100 } })
    await failure(client.listAccessTokens())
    healthy = true
    for (let call = 0; call < 5; call++) await client.listAccessTokens()
    healthy = false
    expect(await attempts(() => failure(client.listAccessTokens()), server)).toBe(2)
  })

  test('successes fill it up to 500 and no further', async () => {
    let healthy = true
    const server = await startRecorder((_request, response) => {
      response.writeHead(healthy ? 200 : 500, { 'content-type': 'application/json' }).end('[]')
    })
    open.push(server)
    const client = createClient({ server: server.url, retry: { ...fast, maxRetries: 300 } })
    for (let call = 0; call < 50; call++) await client.listAccessTokens()
    healthy = false
    expect(await attempts(() => failure(client.listAccessTokens()), server)).toBe(101)
  })

  test('a repeat that succeeds gives its cost back', async () => {
    let failures = 0
    const server = await startRecorder((_request, response) => {
      response.writeHead(failures-- > 0 ? 500 : 200, { 'content-type': 'application/json' }).end('[]')
    })
    open.push(server)
    const client = createClient({ server: server.url, retry: { ...fast, maxRetries: 100 } })
    for (let call = 0; call < 120; call++) {
      failures = 1
      await client.listAccessTokens()
    }
    failures = Number.POSITIVE_INFINITY
    expect(await attempts(() => failure(client.listAccessTokens()), server)).toBe(101)
  })

  test('a repeat after a time-out costs ten', async () => {
    let silent = true
    const server = await startRecorder((_request, response) => {
      if (!silent) response.writeHead(500, { 'content-type': 'application/json' }).end('{}')
    })
    open.push(server)
    const client = createClient({
      server: server.url,
      timeout: 40,
      retry: { ...fast, maxRetries: 10, deadline: 0 },
    })
    await failure(client.listAccessTokens())
    silent = false
    const rest = await attempts(
      () =>
        failure(
          client.listAccessTokens(null, undefined, { retry: { ...fast, maxRetries: 200 }, timeout: 5_000 }),
        ),
      server,
    )
    expect(rest).toBe(81)
  })
})

describe('what a repeat sends', () => {
  test('the body is the same to the byte, and no header is added', async () => {
    const server = await answering(429, 429, 201)
    const client = createClient({ server: server.url, token: 'secret', retry: fast })

    await client.createAccessToken(null, { name: 'ü "quoted" \u2028', token_type: 'api', expires_in: 3600 })

    expect(server.requests).toHaveLength(3)
    const [first, ...later] = server.requests
    for (const request of later) {
      expect(request.rawHeaders).toEqual(first?.rawHeaders)
      expect(request.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true)
    }
  })

  test.each(['http', 'fetch'])(
    'a form is the same to the byte over %s, its boundary included',
    async (adapter) => {
      const server = await answering(429, 200)
      const form = new FormData()
      form.append('name', 'a name')
      form.append('file', new Blob([new Uint8Array(1_000)]), 'zeros.bin')

      await createClient({ server: server.url, retry: fast }).post('/x', form, { adapter })

      const [first, second] = server.requests
      expect(first?.body.length).toBeGreaterThan(1_000)
      expect(second?.body).toEqual(first?.body)
      expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
      expect(first?.body.toString()).toContain(`${first?.headers['content-type']?.split('boundary=')[1]}`)
    },
  )

  test('a view into a buffer is sent without the rest of it', async () => {
    const server = await answering(200)
    const bytes = new TextEncoder().encode('before|inside|after')

    await createClient({ server: server.url }).post('/x', bytes.subarray(7, 13))

    expect(server.last().body.toString()).toBe('inside')
  })

  test('what can only be iterated is refused', async () => {
    const server = await answering(200)
    async function* pieces() {
      yield new Uint8Array(1)
    }
    await expect(createClient({ server: server.url }).post('/x', pieces())).rejects.toThrow(
      'An iterable is no body',
    )
    expect(server.requests).toHaveLength(0)
  })

  test('a body that changes after the call began is sent as it was', async () => {
    const body = { name: 'before' }
    const server = await startRecorder((_request, response, count) => {
      body.name = 'after'
      response.writeHead(count === 1 ? 429 : 201, { 'content-type': 'application/json' }).end('{}')
    })
    open.push(server)
    await createClient({ server: server.url, retry: fast }).createAccessToken(null, body)
    expect(server.requests.map((request) => request.body.toString())).toEqual([
      '{"name":"before"}',
      '{"name":"before"}',
    ])
  })

  test('buffers and large bodies are the same to the byte', async () => {
    const server = await answering(503, 503, 200)
    const client = createClient({ server: server.url, retry: fast })
    const data = Buffer.alloc(3_000_000, 'x1y2z3')

    await client.put('/x', data, { headers: { 'content-type': 'application/octet-stream' } })

    const hashes = server.requests.map(({ body }) => createHash('sha256').update(body).digest('hex'))
    expect(hashes).toEqual(Array(3).fill(createHash('sha256').update(data).digest('hex')))
  })

  test('a stream body is sent once', async () => {
    const server = await answering(429)
    const client = createClient({ server: server.url, retry: fast })

    const error = await failure(client.put('/x', Readable.from(['a', 'b'])))

    expect(error.status).toBe(429)
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['ab'])
  })

  test('a web stream body is sent once', async () => {
    const server = await answering(429)
    const client = createClient({ server: server.url, retry: fast })
    const stream = Readable.toWeb(Readable.from([Buffer.from('ab')]))

    const error = await failure(client.put('/x', stream, { adapter: 'fetch' }))

    expect(error.status).toBe(429)
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['ab'])
  })

  test('the body of an answer that a repeat replaces is not waited for', async () => {
    let onClose = () => {}
    const isClosed = new Promise<void>((resolve) => {
      onClose = resolve
    })
    const server = await startRecorder((_request, response, count) => {
      if (count > 1) return void response.end('done')
      response.on('close', onClose).writeHead(503).write('begun')
    })
    open.push(server)
    const client = createClient({ server: server.url, retry: fast })

    const { status } = await client.get('/x', { responseType: 'stream' })

    expect(status).toBe(200)
    await isClosed
  })

  test("the user's interceptors run once, however many attempts it took", async () => {
    const server = await answering(500, 500, 200)
    const client = createClient({ server: server.url, retry: fast })
    const calls: string[] = []
    client.interceptors.request.use((config) => {
      calls.push('request')
      return config
    })
    client.interceptors.response.use((response) => {
      calls.push('response')
      return response
    })

    await client.listAccessTokens()

    expect(server.requests).toHaveLength(3)
    expect(calls).toEqual(['request', 'response'])
  })

  test("the SDK's interceptors run once too, also on a failure", async () => {
    const server = await answering(500)
    const sdk = createSDK({ server: server.url, retry: fast })
    const calls: string[] = []
    sdk.interceptors.request.use((config) => {
      calls.push('request')
      return config
    })
    sdk.interceptors.response.use(undefined, (error: unknown) => {
      calls.push(isApiError(error) ? 'typed error' : 'error')
      throw error
    })

    await failure(sdk.accessToken.listAccessTokens())

    expect(server.requests).toHaveLength(3)
    expect(calls).toEqual(['request', 'typed error'])
  })
})

describe('why it was not repeated', () => {
  test('all attempts used', async () => {
    const server = await answering(500)
    const error = await failure(createClient({ server: server.url, retry: fast }).listAccessTokens())
    expect(error.message).toMatch(/^listAccessTokens failed: 500 Internal Server Error: fault.*attempt/)
  })

  test('an error that is never repeated gives no reason', async () => {
    const server = await answering(404)
    const error = await failure(createClient({ server: server.url, retry: fast }).listAccessTokens())
    expect(error.message).toBe('listAccessTokens failed: 404 Not Found: fault')
    expect(isAxiosError(error)).toBe(true)
  })
})
