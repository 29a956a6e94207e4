import { gzipSync } from 'node:zlib'
import axios, { type AxiosAdapter, AxiosError, type AxiosResponse, isAxiosError } from 'axios'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient, isApiError as isApiErrorOfSubpath } from '../../src/apis/access-token/index.gen.js'
import { type ApiError, createSDK, isApiError } from '../../src/index.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'

let server: Recorder
let answer: { status: number; headers?: Record<string, string>; body?: string; reason?: string }

beforeAll(async () => {
  server = await startRecorder((_request, response) => {
    const { status, headers = { 'content-type': 'application/json' }, body, reason } = answer
    if (reason) response.writeHead(status, reason, headers)
    else response.writeHead(status, headers)
    response.end(body)
  })
})
afterAll(() => server.close())
beforeEach(() => {
  server.requests.length = 0
})

const client = () => createClient({ server: server.url, token: 'secret-token-value', retry: false })

const failing = async (next: typeof answer): Promise<ApiError> => {
  answer = next
  const error = await client()
    .createAccessToken(null, { name: 'n' })
    .catch((reason: unknown) => reason)
  if (!isApiError(error)) throw error
  return error
}

const json = (body: unknown, status = 400, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

describe('an error', () => {
  test('is an AxiosError with operation, status, request id and parsed body', async () => {
    const error = await failing(json({ status: 400, error: 'name is empty' }, 400, { 'x-request-id': 'abc' }))
    expect(axios.isAxiosError(error)).toBe(true)
    expect(error).toBeInstanceOf(AxiosError)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      operationId: 'createAccessToken',
      status: 400,
      requestId: 'abc',
      code: 'ERR_BAD_REQUEST',
    })
    expect(error.body).toEqual({ status: 400, error: 'name is empty' })
    expect(error.response?.status).toBe(400)
    expect(error.message).toBe('createAccessToken failed: 400 Bad Request: name is empty (request abc)')
  })

  test("takes Amazon's request id too", async () => {
    const error = await failing(json({}, 500, { 'x-amzn-requestid': 'amz' }))
    expect(error.requestId).toBe('amz')
  })

  test('without request id or text says what there is', async () => {
    expect((await failing({ status: 404, body: '' })).message).toBe('createAccessToken failed: 404 Not Found')
  })

  test('of a request that never arrived names the operation', async () => {
    const error = await createClient({ server: 'http://127.0.0.1:1', retry: false })
      .listAccessTokens()
      .catch((reason: unknown) => reason)
    if (!isApiError(error)) throw error
    expect(error.message).toMatch(/^listAccessTokens failed: .*ECONNREFUSED/)
    expect(error.operationId).toBe('listAccessTokens')
    expect(error.status).toBeUndefined()
  })

  test('of a raw axios call is typed as well', async () => {
    answer = json({ error: 'gone' }, 410)
    const error = await client()
      .get('/x')
      .catch((reason: unknown) => reason)
    if (!isApiError(error)) throw error
    expect(error.status).toBe(410)
    expect(error.operationId).toBeUndefined()
  })
})

describe('the guard', () => {
  test('tells operation and status, from the root and from the subpath', async () => {
    const error: unknown = await failing(json({ error: 'x' }))
    expect(isApiError(error)).toBe(true)
    expect(isApiError(error, 'createAccessToken')).toBe(true)
    expect(isApiError(error, 'createAccessToken', 400)).toBe(true)
    expect(isApiError(error, 'createAccessToken', 401)).toBe(false)
    expect(isApiError(error, 'revokeAccessToken')).toBe(false)
    expect(isApiErrorOfSubpath(error)).toBe(true)
    expect(isApiErrorOfSubpath(error, 'createAccessToken')).toBe(true)
    expect(isApiErrorOfSubpath(error, 'createAccessToken', 400)).toBe(true)
    expect(isApiErrorOfSubpath(error, 'createAccessToken', 401)).toBe(false)
    expect(isApiErrorOfSubpath(error, 'revokeAccessToken')).toBe(false)
  })

  test("narrows the body to that answer's schema, and the body is that", async () => {
    const error: unknown = await failing(json({ status: 400, error: 'name is empty' }))
    if (!isApiErrorOfSubpath(error, 'createAccessToken', 400)) throw error
    const said: string = error.body.error
    const status: 400 = error.status ?? 400
    expect({ said, status }).toEqual({ said: 'name is empty', status: 400 })
    // @ts-expect-error: no operation has that name
    expect(isApiErrorOfSubpath(error, 'typo')).toBe(false)
  })

  test('refuses everything else', () => {
    const others: unknown[] = [
      undefined,
      null,
      0,
      'ApiError',
      {},
      [],
      new Error('x'),
      new AxiosError('x'),
      () => {},
    ]
    for (const value of others) expect(isApiError(value)).toBe(false)
  })
})

describe("the server's text", () => {
  test('loses control characters', async () => {
    const error = await failing(json({ error: 'a\u0000b\u001b[31mred\u0007\r\n\u0085c\u009bd\u007f' }))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must be gone
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    expect(error.message).toMatch(/^createAccessToken failed: 400 Bad Request: a.*b.*red.*c.*d/)
  })

  test('is read from problem details too', async () => {
    const type = { 'content-type': 'application/problem+json' }
    const detailed = await failing(json({ title: 'Out of credit', detail: 'Your balance is 30' }, 403, type))
    expect(detailed.message).toContain(': Your balance is 30')
  })

  test('is cut at 500', async () => {
    const error = await failing(json({ error: 'x'.repeat(100_000) }))
    expect(error.message.match(/x/g)).toHaveLength(500)
  })

  test('is cut between characters, not inside one', async () => {
    const error = await failing(json({ error: `${'x'.repeat(499)}\u{1F600}` }))
    expect(Buffer.from(error.message).toString()).toBe(error.message)
  })

  test('of the status line and the request id loses them and is cut too', async () => {
    const error = await failing({
      ...json({ error: 'said' }, 400, { 'x-request-id': `${'r'.repeat(5_000)}\u009b31m` }),
      reason: `Bad\u009b31m\u0085${'s'.repeat(5_000)}`,
    })
    expect(error.message).not.toMatch(/[\u0080-\u009f]/)
    expect(error.message.length).toBeLessThan(2_000)
  })

  test('that is HTML, a list, a number or nothing does no harm', async () => {
    const bodies = [
      '<h1>Bad Gateway</h1>',
      '[]',
      '5',
      'null',
      '"text"',
      '',
      '{"error":{"message":"deep"}}',
      '{"error":[1]}',
      '{',
    ]
    for (const body of bodies) {
      const error = await failing({ status: 400, body })
      expect(error.status).toBe(400)
      expect(error.message).toMatch(/^createAccessToken failed: 400 Bad Request/)
    }
  })

  test('that nests without end does no harm', async () => {
    const depth = 50_000
    const body = `${'{"error":'.repeat(depth)}"end"${'}'.repeat(depth)}`
    const error = await failing({ status: 400, body })
    expect(error.status).toBe(400)
  })

  test('can not put its members over those of the error', async () => {
    const error = await failing({
      status: 400,
      body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"error":"x","operationId":"y"}',
    })
    expect(error.operationId).toBe('createAccessToken')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('answers that are unusable', () => {
  const list = (next: typeof answer) => {
    answer = next
    return client().listAccessTokens()
  }
  const ok = (type: string | undefined, body: string) => ({
    status: 200,
    headers: type ? { 'content-type': type } : {},
    body,
  })

  for (const [name, next] of [
    ['HTML where only JSON is documented', ok('text/html', '<p>sign in</p>')],
    ['text where only JSON is documented', ok('text/plain', 'fine')],
    ['JSON that does not parse', ok('application/json', '{"a":')],
    ['problem JSON that does not parse', ok('application/problem+json', '{"a":')],
  ] as const) {
    test(`${name}: ERR_BAD_RESPONSE`, async () => {
      await expect(list(next)).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', status: 200 })
      expect(server.requests).toHaveLength(1)
    })
  }

  for (const [name, next, data] of [
    ['an empty body', ok('application/json', ''), ''],
    ['an empty body of another type', ok('text/html', ''), ''],
    ['another 2xx', { ...ok('application/json', '{"a":1}'), status: 202 }, { a: 1 }],
    ['a deviation from the schema', ok('application/json', '{"unexpected":true}'), { unexpected: true }],
    ['null', ok('application/json', 'null'), null],
    ['a media type with parameters', ok('application/json; charset=utf-8', '[]'), []],
    ['a media type that ends in +json', ok('application/vnd.api+json', '[]'), []],
    ['a byte order mark', ok('application/json', '\ufeff[]'), []],
  ] as const) {
    test(`${name} passes`, async () => {
      expect((await list(next)).data).toEqual(data)
    })
  }

  test.each([
    ['headers', { data: [] }],
    ['data', { headers: {} }],
  ])('an adapter that answers without %s is asked once', async (_, answer) => {
    let asked = 0
    const adapter: AxiosAdapter = async (config) => {
      asked += 1
      return { status: 204, statusText: '', config, ...answer } as AxiosResponse
    }
    const { status } = await client().revokeAccessToken('id', undefined, { adapter, retry: { baseDelay: 1 } })
    expect([status, asked]).toEqual([204, 1])
  })

  test('an empty answer passes in gzip too', async () => {
    const empty = gzipSync('')
    const recorder = await startRecorder((_request, response) => {
      response.writeHead(202, { 'content-encoding': 'gzip', 'content-length': empty.length }).end(empty)
    })
    const { status, data } = await createClient({ server: recorder.url }).delete('/x')
    expect([status, data]).toEqual([202, ''])
    await recorder.close()
  })

  test('a 304 passes with the length of what it stands for', async () => {
    answer = { status: 304, headers: { 'content-length': '500', etag: '"a"' } }
    const { status } = await client().get('/x', { validateStatus: (code) => code === 304 })
    expect(status).toBe(304)
  })

  test("a raw call's answer is nobody's business", async () => {
    answer = ok('text/html', '<p>hello</p>')
    expect((await client().get('/page')).data).toBe('<p>hello</p>')
  })

  test('a call that asks for text, bytes or a stream gets it', async () => {
    answer = ok('application/json', '{"a":1}')
    expect(
      Buffer.from(
        (await client().listAccessTokens(null, undefined, { responseType: 'arraybuffer' })).data as never,
      ).toString(),
    ).toBe('{"a":1}')
  })

  test('an error status keeps its own code, whatever the body', async () => {
    await expect(list({ ...ok('text/html', '<p>'), status: 404 })).rejects.toMatchObject({
      code: 'ERR_BAD_REQUEST',
      status: 404,
    })
  })
})

describe('error.config', () => {
  test('repeats the call by hand, token included', async () => {
    const error = await failing(json({ error: 'busy' }, 500))
    const again = client()
    answer = json({ id: 'x' }, 201)
    if (!error.config) throw new Error('no config')

    const { status } = await again.request(error.config)

    expect(status).toBe(201)
    expect(server.last()).toMatchObject({ method: 'POST', url: '/v1/access-tokens' })
    expect(server.last().headers.authorization).toBe('Bearer secret-token-value')
    expect(server.last().headers['content-type']).toBe('application/json')
    expect(server.last().body.toString()).toBe('{"name":"n"}')
  })

  test('on the client that failed, from a response interceptor', async () => {
    const target = client()
    let repeated = false
    target.interceptors.response.use(undefined, (error: unknown) => {
      if (!isAxiosError(error) || !error.config || repeated) throw error
      repeated = true
      answer = json([], 200)
      return target.request(error.config)
    })
    answer = json({ error: 'busy' }, 400)
    const { status } = await target.listAccessTokens({ token_type: ['api', 'app'] })
    expect(status).toBe(200)
    expect(server.requests.map(({ url }) => url)).toEqual(
      Array(2).fill('/v1/access-tokens?token_type=api&token_type=app'),
    )
    expect(server.last().headers.authorization).toBe('Bearer secret-token-value')
  })

  test('keeps what the caller set, such as an API key', async () => {
    answer = json({ error: 'busy' }, 400)
    const error = await client()
      .listAccessTokens(null, undefined, { headers: { 'x-api-key': 'callers-key' } })
      .catch((reason: unknown) => reason)
    if (!isApiError(error) || !error.config) throw error
    answer = json([], 200)
    await client().request(error.config)
    expect(server.last().headers['x-api-key']).toBe('callers-key')
  })

  test('on a facade', async () => {
    answer = json({ error: 'busy' }, 400)
    const sdk = createSDK({ server: server.url, token: 'secret-token-value', retry: false })
    const error = await sdk.accessToken.revokeAccessToken('a b').catch((reason: unknown) => reason)
    if (!isApiError(error) || !error.config) throw error
    answer = json({}, 200)
    await (await sdk.accessToken.getClient()).request(error.config)
    expect(server.last()).toMatchObject({ method: 'DELETE', url: '/v1/access-tokens/a%20b' })
  })
})
