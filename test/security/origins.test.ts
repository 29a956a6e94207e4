import axios, { type AxiosAdapter, type AxiosInstance } from 'axios'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import type { OperationMethod } from '../../src/core/index.js'
import { createSDK, isApiError } from '../../src/index.js'
import { apiFromDocument } from '../wire/document.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'

let server: Recorder
let other: Recorder
/** How the server answers next. */
let redirectTo: ((count: number) => { status: number; location?: string }) | undefined

beforeAll(async () => {
  server = await startRecorder((_request, response, count) => {
    const redirect = redirectTo?.(count)
    if (!redirect) return void response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
    response.writeHead(redirect.status, redirect.location ? { location: redirect.location } : {}).end()
  })
  other = await startRecorder()
})
afterAll(() => Promise.all([server.close(), other.close()]))
beforeEach(() => {
  redirectTo = undefined
  server.requests.length = 0
  other.requests.length = 0
})

/** An adapter that keeps what would have been sent. */
const recording = () => {
  const sent: { url: string; authorization: unknown }[] = []
  const adapter: AxiosAdapter = async (config) => {
    sent.push({
      url: new URL(config.url ?? '', config.baseURL || undefined).href,
      authorization: config.headers.get('authorization') ?? undefined,
    })
    return { data: '[]', status: 200, statusText: 'OK', headers: {}, config }
  }
  return { sent, adapter }
}

describe('a token over plain http', () => {
  for (const host of [
    'http://api.example.com',
    'http://access-token.sls.epilot.io',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://[::2]',
    'http://128.0.0.1',
    'http://0.0.0.0.example.com',
    'http://192.168.1.10',
    'http://10.0.0.1',
    'HTTP://API.EXAMPLE.COM',
  ]) {
    test(`to ${host} is an error before sending`, async () => {
      const { sent, adapter } = recording()
      const client = createClient({ server: host, token: 'secret', retry: false })
      const error = await client
        .listAccessTokens(null, undefined, { adapter })
        .catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(Error)
      expect(String(error)).toMatch(/http/)
      expect(String(error)).toMatch(/allowInsecure/)
      expect(String(error)).not.toContain('secret')
      expect(sent).toEqual([])
    })
  }

  test('allowInsecure lifts it', async () => {
    const { sent, adapter } = recording()
    const client = createClient({ server: 'http://api.example.com', token: 'secret' })
    await client.listAccessTokens(null, undefined, { adapter, allowInsecure: true })
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer secret'])
  })

  test('public operations and calls without a token are sent', async () => {
    const { sent, adapter } = recording()
    await createClient({ server: 'http://api.example.com', token: 'secret' }).getAccessTokenJwks(
      null,
      undefined,
      {
        adapter,
      },
    )
    await createClient({ server: 'http://api.example.com' }).listAccessTokens(null, undefined, { adapter })
    expect(sent).toHaveLength(2)
    expect(sent.map(({ authorization }) => authorization)).toEqual([undefined, undefined])
  })

  for (const host of [
    'http://localhost',
    'http://127.0.0.1',
    'http://127.1.2.3:8080',
    'http://[::1]:8080',
    'http://LOCALHOST',
  ]) {
    test(`to ${host} is fine`, async () => {
      const { sent, adapter } = recording()
      await createClient({ server: host, token: 'secret' }).listAccessTokens(null, undefined, { adapter })
      expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer secret'])
    })
  }

  describe('to loopback, where the environment names a proxy', () => {
    beforeEach(() => vi.stubEnv('http_proxy', other.url).stubEnv('no_proxy', ''))
    afterEach(() => vi.unstubAllEnvs())

    test('does not pass through it', async () => {
      await createClient({ server: server.url, token: 'secret' }).createAccessToken(null, { name: 'x' })
      expect(server.requests).toHaveLength(1)
      expect(other.requests).toHaveLength(0)
    })

    test('passes through the one that the call itself names', async () => {
      const { hostname: host, port } = new URL(other.url)
      const client = createClient({ server: server.url, token: 'secret', retry: false })
      await client
        .createAccessToken(null, { name: 'x' }, { proxy: { host, port: Number(port), protocol: 'http' } })
        .catch(() => undefined)
      expect(other.requests).toHaveLength(1)
    })
  })

  test('other schemes are refused too', async () => {
    for (const host of ['ftp://example.com', 'ws://example.com', 'file:///etc']) {
      const { sent, adapter } = recording()
      const client = createClient({ server: host, token: 'secret', retry: false })
      await expect(client.listAccessTokens(null, undefined, { adapter })).rejects.toThrow()
      expect(sent.filter(({ authorization }) => authorization)).toEqual([])
    }
  })
})

describe('what an application sets for all of axios', () => {
  const { baseURL, params, auth } = axios.defaults
  const { common } = axios.defaults.headers
  afterEach(() => {
    Object.assign(axios.defaults, { baseURL, params, auth })
    axios.defaults.headers.common = common
  })

  test('is not for this API', async () => {
    Object.assign(axios.defaults, {
      baseURL: other.url,
      params: { lang: 'de' },
      auth: { username: 'app', password: 'secret' },
    })
    axios.defaults.headers.common = { ...common, Authorization: 'Bearer of-the-app' } as typeof common

    const client = createClient({ server: server.url, token: 'token-of-epilot' })
    await client.listAccessTokens()
    await client.getAccessTokenJwks()

    expect(other.requests).toHaveLength(0)
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/access-tokens',
      '/v1/access-tokens/.well-known/jwks.json',
    ])
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-of-epilot',
      undefined,
    ])
  })
})

describe('a full URL', () => {
  const client = () => {
    const sdk = createSDK({
      server: server.url,
      token: 'secret',
      retry: false,
      headers: { 'x-api-key': 'sdk-key' },
    })
    return sdk.accessToken.getClient()
  }

  test('elsewhere gets no token and none of the headers that are meant for the API', async () => {
    const target = await client()
    target.defaults.headers.common['x-own'] = 'default-key'
    target.defaults.headers.common.cookie = 'session=1'
    await target.get(`${other.url}/elsewhere`)
    const text = JSON.stringify(other.last().rawHeaders)
    for (const secret of ['secret', 'sdk-key', 'default-key', 'session=1']) expect(text).not.toContain(secret)
  })

  test("elsewhere gets no user and password of axios's auth option that is a default", async () => {
    const target = createClient({ server: server.url, retry: false })
    target.defaults.auth = { username: 'user', password: 'secret' }
    await target.get(`${server.url}/own`)
    expect(server.last().headers.authorization).toMatch(/^Basic /)
    await target.get(`${other.url}/elsewhere`)
    expect(other.last().headers.authorization).toBeUndefined()
  })

  test('elsewhere gets no authorization header that was meant for the API', async () => {
    const sdk = createSDK({ server: server.url, retry: false, headers: { authorization: 'Bearer secret' } })
    const target = await sdk.accessToken.getClient()
    await target.get(`${other.url}/elsewhere`)
    expect(other.last().headers.authorization).toBeUndefined()
  })

  test('of the API itself gets them', async () => {
    await (await client()).get(`${server.url}/v1/x`)
    expect(server.last().headers).toMatchObject({ authorization: 'Bearer secret', 'x-api-key': 'sdk-key' })
  })

  for (const [name, url] of [
    ['without a scheme', () => other.url.replace('http:', '')],
    ['with a tab in the scheme', () => other.url.replace('http:', 'ht\ttp:')],
    ['with backslashes', () => other.url.replace('//', '\\\\')],
    [
      'with user info that looks like the API',
      () => other.url.replace('//', `//${new URL(server.url).host}@`),
    ],
    ['after spaces', () => `  ${other.url}`],
    ['in upper case', () => other.url.replace('http:', 'HTTP:')],
  ] as const) {
    test(`${name} takes no token elsewhere`, async () => {
      const target = await client()
      await target.get(url(), { timeout: 2_000 }).catch(() => {})
      const text = JSON.stringify(other.requests.map(({ rawHeaders }) => rawHeaders))
      expect(text).not.toContain('secret')
      expect(text).not.toContain('sdk-key')
    })
  }

  test('put there by an interceptor gets no token either', async () => {
    for (const change of [
      { url: `${other.url}/elsewhere` },
      { url: `${other.url}/elsewhere`, baseURL: '' },
    ]) {
      const target = await client()
      target.interceptors.request.use((config) => Object.assign(config, change))
      await target.listAccessTokens()
      const text = JSON.stringify(other.last().rawHeaders)
      expect(text).not.toContain('secret')
      expect(text).not.toContain('sdk-key')
      target.interceptors.request.clear()
    }
  })
})

test.each([
  ['http://alice:open-sesame@127.0.0.1:1', 'http://127.0.0.1:1'],
  ['https://alice@api.example.com', 'https://api.example.com'],
  ['http://127.0.0.1@example.com', 'http://example.com'],
  ['http://alice:open-sesame@127.0.0.1:99999', 'http://127.0.0.1:99999'],
  ['HTTPS://alice:open sesame@[bad', 'HTTPS://[bad'],
  ['http:/alice:open-sesame@127.0.0.1:1', 'http://127.0.0.1:1'],
  ['http:\\\\alice:open-sesame@127.0.0.1:1', 'http://127.0.0.1:1'],
])('the server URL %s is refused, and what stands before the host is not shown', async (url, origin) => {
  const { sent, adapter } = recording()
  const client = createClient({ server: url, token: 'secret', retry: false })
  const error = await client.listAccessTokens(null, undefined, { adapter }).catch((reason: unknown) => reason)
  expect(String(error)).toBe(
    `ApiError: listAccessTokens failed: no URL with credentials is called: pass \`auth\` to ${origin}`,
  )
  expect(sent).toEqual([])
})

describe('a redirect', () => {
  const client = () =>
    createClient({ server: server.url, token: 'secret', headers: { 'x-api-key': 'key' }, retry: false })

  test('is an error naming its target, for every method', async () => {
    redirectTo = () => ({ status: 302, location: `${other.url}/moved` })
    for (const call of [
      () => client().listAccessTokens(),
      () => client().createAccessToken(null, { name: 'n' }),
      () => client().revokeAccessToken('x'),
    ]) {
      const error = await call().catch((reason: unknown) => reason)
      if (!isApiError(error)) throw error
      expect(error.status).toBe(302)
      expect(error.message).toContain(`${other.url}/moved`)
    }
    expect(server.requests).toHaveLength(3)
    expect(other.requests).toHaveLength(0)
  })

  test('is followed within the origin where the call allows it', async () => {
    redirectTo = (count) => (count === 1 ? { status: 302, location: '/v2/moved' } : undefined) as never
    const { status } = await client().listAccessTokens(null, undefined, { maxRedirects: 3 })
    expect(status).toBe(200)
    expect(server.last().url).toBe('/v2/moved')
    expect(server.last().headers.authorization).toBe('Bearer secret')
  })

  test("goes through the caller's own beforeRedirect", async () => {
    redirectTo = (count) => (count === 1 ? { status: 302, location: '/there' } : { status: 200 })
    const passed: string[] = []
    const beforeRedirect = ({ path }: Record<string, string>) => void passed.push(`${path}`)
    await client().get('/here', { maxRedirects: 1, beforeRedirect })
    expect(passed).toEqual(['/there'])
  })

  test('to another origin is an error also where the call allows redirects', async () => {
    redirectTo = () => ({ status: 307, location: `${other.url}/moved` })
    const error = await client()
      .listAccessTokens(null, undefined, { maxRedirects: 3 })
      .catch((reason: unknown) => reason)
    if (!isApiError(error)) throw error
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', status: 307 })
    expect(error.message).toBe(
      `listAccessTokens failed: 307: redirected to ${other.url}/moved, which is not followed`,
    )
    expect(other.requests).toHaveLength(0)
  })

  test('to another origin by way of the same origin is an error', async () => {
    redirectTo = (count) => ({ status: 302, location: count === 1 ? '/step' : `${other.url}/moved` })
    await expect(client().listAccessTokens(null, undefined, { maxRedirects: 5 })).rejects.toThrow()
    expect(other.requests).toHaveLength(0)
  })

  test('never turns a write into something else', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      server.requests.length = 0
      redirectTo = () => ({ status, location: '/moved' })
      const error = await client()
        .createAccessToken(null, { name: 'n' }, { maxRedirects: 3 })
        .catch((reason: unknown) => reason)
      expect(isApiError(error) && error.status).toBe(status)
      const deletion = await client()
        .revokeAccessToken('x', undefined, { maxRedirects: 3 })
        .catch((reason: unknown) => reason)
      expect(isApiError(deletion) && deletion.status).toBe(status)
      expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE'])
    }
  })

  test('in a loop ends', async () => {
    redirectTo = () => ({ status: 302, location: '/v1/access-tokens' })
    const error = await client()
      .listAccessTokens(null, undefined, { maxRedirects: 3 })
      .catch((reason: unknown) => reason)
    if (!isApiError(error)) throw error
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', status: 302 })
    expect(error.message).toBe(
      `listAccessTokens failed: 302: redirected to ${server.url}/v1/access-tokens, which is not followed, after 3 others`,
    )
    expect(server.requests).toHaveLength(4)
  })

  test('is followed where the document lists one, for GET and HEAD only', async () => {
    interface Moving extends AxiosInstance {
      read: OperationMethod
      probe: OperationMethod
      write: OperationMethod
    }
    const moved = { 200: { description: 'ok' }, 302: { description: 'elsewhere' } }
    const moving = apiFromDocument<Moving>({
      name: 'moving',
      paths: {
        '/read': {
          get: { operationId: 'read', responses: moved },
          head: { operationId: 'probe', responses: moved },
        },
        '/write': {
          post: {
            operationId: 'write',
            requestBody: { content: { 'application/json': { schema: {} } } },
            responses: moved,
          },
        },
      },
    }).create({ server: server.url, retry: false })
    redirectTo = (count) => (count === 1 ? { status: 302, location: '/moved' } : undefined) as never
    expect((await moving.read()).status).toBe(200)
    server.requests.length = 0
    expect((await moving.probe()).status).toBe(200)
    server.requests.length = 0
    const error = await moving.write(null, {}).catch((reason: unknown) => reason)
    expect(isApiError(error) && error.status).toBe(302)
    expect(server.requests).toHaveLength(1)
  })

  test("target's credentials are not in the error", async () => {
    redirectTo = () => ({ status: 302, location: `${other.url}/moved?access_token=hidden-value&next=1` })
    const error = await client()
      .listAccessTokens()
      .catch((reason: unknown) => reason)
    expect(String(error)).toContain('/moved')
    expect(String(error)).not.toContain('hidden-value')
  })
})
