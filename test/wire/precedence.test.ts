import type { AxiosInstance } from 'axios'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authorize, createClient } from '../../src/apis/access-token/index.gen.js'
import type { OperationMethod } from '../../src/core/index.js'
import { authorize as authorizeFromRoot, createSDK } from '../../src/index.js'
import { apiFromDocument, responses } from './document.js'
import { type Recorder, startRecorder } from './recorder.js'

let server: Recorder
let other: Recorder

beforeAll(async () => {
  server = await startRecorder()
  other = await startRecorder()
})
afterAll(() => Promise.all([server.close(), other.close()]))
beforeEach(() => {
  server.requests.length = 0
  other.requests.length = 0
})

const sent = () => server.last().headers

describe('headers', () => {
  test('call > client.defaults > client options and SDK > library', async () => {
    const sdk = createSDK({ server: server.url, headers: { 'x-level': 'sdk', accept: 'text/sdk' } })
    const client = await sdk.accessToken.createClient()

    await client.listAccessTokens()
    expect(sent()).toMatchObject({ 'x-level': 'sdk', accept: 'text/sdk' })

    client.defaults.headers.common['X-Level'] = 'defaults'
    await client.listAccessTokens()
    expect(sent()['x-level']).toBe('defaults')

    await client.listAccessTokens(null, undefined, { headers: { 'X-LEVEL': 'call' } })
    expect(sent()['x-level']).toBe('call')
  })

  test('defaults of one method and flat ones count too', async () => {
    const client = createClient({ server: server.url, headers: { 'x-a': 'options', 'x-b': 'options' } })
    client.defaults.headers.get['x-a'] = 'defaults'
    client.defaults.headers['x-b'] = 'defaults'
    await client.listAccessTokens()
    expect(sent()).toMatchObject({ 'x-a': 'defaults', 'x-b': 'defaults' })
  })

  test('a header is sent once, whatever its case at each level', async () => {
    const sdk = createSDK({ server: server.url, headers: { 'x-level': 'sdk' } })
    const client = await sdk.accessToken.createClient({ headers: { 'X-Level': 'client' } })
    client.defaults.headers.common['X-LEVEL'] = 'defaults'
    await client.listAccessTokens()
    const names = server.last().rawHeaders.filter((_, index) => index % 2 === 0)
    expect(names.filter((name) => name.toLowerCase() === 'x-level')).toHaveLength(1)
  })

  test('headers() merges, undefined removes', async () => {
    const sdk = createSDK({ server: server.url, headers: { 'x-a': '1', 'x-b': '2' } })
    sdk.headers({ 'X-A': undefined, 'x-c': '3' })
    await sdk.accessToken.listAccessTokens()
    expect(sent()['x-a']).toBeUndefined()
    expect(sent()).toMatchObject({ 'x-b': '2', 'x-c': '3' })
  })

  test('headers() reaches clients that exist already, but not what their user set', async () => {
    const sdk = createSDK({ server: server.url })
    const client = await sdk.accessToken.getClient()
    client.defaults.headers.common['x-own'] = 'mine'
    sdk.headers({ 'x-own': 'sdk', 'x-new': 'sdk' })
    sdk.authorize('token')
    sdk.retry(false)
    await client.listAccessTokens()
    expect(sent()).toMatchObject({ 'x-own': 'mine', 'x-new': 'sdk', authorization: 'Bearer token' })
  })

  test('a header set by an interceptor is sent', async () => {
    const client = createClient({ server: server.url, headers: { 'x-a': 'options' } })
    client.interceptors.request.use((config) => {
      config.headers.set('x-a', 'interceptor')
      return config
    })
    await client.listAccessTokens()
    expect(sent()['x-a']).toBe('interceptor')
  })
})

describe('URL', () => {
  test('document, then server(), then client.defaults.baseURL, then the call', async () => {
    const sdk = createSDK({ retry: false })
    sdk.server(other.url)
    const client = await sdk.accessToken.createClient()
    await client.listAccessTokens()
    expect(other.requests).toHaveLength(1)

    client.defaults.baseURL = `${server.url}/defaults`
    await client.listAccessTokens()
    expect(server.last().url).toBe('/defaults/v1/access-tokens')

    await client.listAccessTokens(null, undefined, { baseURL: `${server.url}/call` })
    expect(server.last().url).toBe('/call/v1/access-tokens')
  })

  test('server(url, api) is for that API and reaches clients that exist already', async () => {
    const sdk = createSDK({ retry: false, server: other.url })
    const client = await sdk.accessToken.getClient()
    sdk.server(server.url, 'accessToken')
    await client.listAccessTokens()
    expect(server.requests).toHaveLength(1)
    expect(other.requests).toHaveLength(0)
  })

  test("the document's server is the last resort", async () => {
    const urls: string[] = []
    await createClient().listAccessTokens(null, undefined, {
      adapter: async (config) => {
        urls.push(new URL(config.url ?? '', config.baseURL).href)
        return { data: '[]', status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    expect(urls).toEqual(['https://access-token.sls.epilot.io/v1/access-tokens'])
  })

  test('a later authorize(), headers() or retry() loses no base URL', async () => {
    const sdk = createSDK({ server: other.url })
    const client = await sdk.accessToken.getClient()
    client.defaults.baseURL = server.url
    client.defaults.timeout = 1234
    sdk.authorize('t')
    sdk.headers({ a: 'b' })
    sdk.retry({ maxRetries: 1 })
    sdk.server(other.url)
    await client.listAccessTokens()
    expect(server.requests).toHaveLength(1)
    expect(client.defaults.timeout).toBe(1234)
  })

  test('slashes between server and path are neither doubled nor lost', async () => {
    for (const base of [server.url, `${server.url}/`, `${server.url}/base`, `${server.url}/base/`]) {
      await createClient({ server: base }).listAccessTokens()
      expect(server.last().url).toMatch(/^(\/base)?\/v1\/access-tokens$/)
    }
  })
})

describe('tokens', () => {
  test('a provider is called per request', async () => {
    let count = 0
    const client = createClient({ server: server.url, token: () => `t${++count}` })
    await client.listAccessTokens()
    await client.listAccessTokens()
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2'])
  })

  test('concurrent requests share one call in flight', async () => {
    let count = 0
    const client = createClient({
      server: server.url,
      token: async () => {
        count += 1
        await new Promise((resolve) => setTimeout(resolve, 30))
        return `t${count}`
      },
    })
    await Promise.all(Array.from({ length: 20 }, () => client.listAccessTokens()))
    expect(count).toBe(1)
    await client.listAccessTokens()
    expect(count).toBe(2)
  })

  test('a rejection in flight is shared and then forgotten', async () => {
    let count = 0
    const client = createClient({
      server: server.url,
      retry: false,
      token: async () => {
        count += 1
        if (count === 1) throw new Error('vault is down')
        return 'fine'
      },
    })
    const results = await Promise.allSettled([client.listAccessTokens(), client.listAccessTokens()])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await client.listAccessTokens()
    expect(sent().authorization).toBe('Bearer fine')
  })

  for (const [name, provider] of [
    ['undefined', () => undefined],
    ['null', () => null],
    ['an empty text', () => ''],
    ['a promise of undefined', async () => undefined],
    ['a rejection', () => Promise.reject(new Error('vault is down'))],
    ['a rejection without a reason', () => Promise.reject()],
    [
      'a throw',
      () => {
        throw new Error('vault is down')
      },
    ],
  ] as const) {
    test(`${name} is a clear error and nothing is sent`, async () => {
      const client = createClient({ server: server.url, token: provider as () => string, retry: false })
      await expect(client.listAccessTokens()).rejects.toThrow(/listAccessTokens[\s\S]*token/)
      expect(server.requests).toHaveLength(0)
    })
  }

  test('a token that is set but empty is a clear error too', async () => {
    for (const token of ['', undefined, null]) {
      const client = createClient({ server: server.url, retry: false })
      const set = async () => {
        authorize(client, token as string)
        await client.listAccessTokens()
      }
      await expect(set()).rejects.toThrow(/token/)
      expect(server.requests).toHaveLength(0)
    }
  })

  test("a client's own token wins over the SDK's, in any order", async () => {
    const sdk = createSDK({ server: server.url })
    const client = await sdk.accessToken.getClient()
    authorize(client, 'own')
    sdk.authorize('sdk')
    await client.listAccessTokens()
    expect(sent().authorization).toBe('Bearer own')

    const second = createSDK({ server: server.url, token: 'sdk' })
    const later = await second.accessToken.getClient()
    authorizeFromRoot(later, () => 'own')
    await later.listAccessTokens()
    expect(sent().authorization).toBe('Bearer own')
  })

  test('authorize returns the client', () => {
    const client = createClient()
    expect(authorize(client, 't')).toBe(client)
  })

  test('an authorization header of the caller wins and skips the provider, at every level', async () => {
    let asked = 0
    const token = () => {
      asked += 1
      return 'provided'
    }
    const client = createClient({ server: server.url, token })
    await client.listAccessTokens(null, undefined, { headers: { Authorization: 'Basic call' } })
    expect(sent().authorization).toBe('Basic call')

    client.defaults.headers.common.AUTHORIZATION = 'Basic defaults'
    await client.listAccessTokens()
    expect(sent().authorization).toBe('Basic defaults')

    await createClient({
      server: server.url,
      token,
      headers: { authorization: 'Basic options' },
    }).listAccessTokens()
    expect(sent().authorization).toBe('Basic options')

    await createSDK({
      server: server.url,
      token,
      headers: { authorization: 'Basic sdk' },
    }).accessToken.listAccessTokens()
    expect(sent().authorization).toBe('Basic sdk')
    expect(asked).toBe(0)
  })

  test('never authorized is sent without a token', async () => {
    await createClient({ server: server.url }).listAccessTokens()
    expect(sent().authorization).toBeUndefined()
  })

  test('public operations ask for no token and send none', async () => {
    let asked = 0
    const client = createClient({
      server: server.url,
      token: () => {
        asked += 1
        return 'provided'
      },
    })
    await client.getAccessTokenJwks()
    await client.getAccessTokenOIDC()
    await client.getPublicTokenJwks()
    await client.getPublicTokenOIDC()
    expect(asked).toBe(0)
    for (const { headers } of server.requests) expect(headers.authorization).toBeUndefined()
  })

  test('a client held since before authorize() uses the new token', async () => {
    const sdk = createSDK({ server: server.url })
    const client = await sdk.accessToken.getClient()
    await client.listAccessTokens()
    sdk.authorize('first')
    await client.listAccessTokens()
    sdk.authorize('second', 'accessToken')
    await client.listAccessTokens()
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer first',
      'Bearer second',
    ])
  })

  test('a custom adapter gets the token, the config that others see does not', async () => {
    const seen: unknown[] = []
    const client = createClient({ server: server.url, token: 'inner', retry: false })
    client.interceptors.request.use((config) => {
      seen.push(config.headers.get('authorization'))
      return config
    })
    const response = await client.listAccessTokens(null, undefined, {
      adapter: async (config) => {
        expect(config.headers.get('authorization')).toBe('Bearer inner')
        return { data: '[]', status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    expect(seen[0] ?? undefined).toBeUndefined()
    expect(JSON.stringify(response.config)).not.toContain('inner')
  })

  test('an SDK is isolated from another', async () => {
    const first = createSDK({ server: server.url, token: 'first' })
    const second = createSDK({ server: server.url })
    await second.accessToken.listAccessTokens()
    expect(sent().authorization).toBeUndefined()
    await first.accessToken.listAccessTokens()
    expect(sent().authorization).toBe('Bearer first')
  })
})

describe('401', () => {
  test('the provider is asked once more and the call repeated once', async () => {
    const picky = await startRecorder((request, response) => {
      const fine = request.headers.authorization === 'Bearer new'
      response.writeHead(fine ? 201 : 401, { 'content-type': 'application/json' }).end('{}')
    })
    const tokens = ['old', 'new', 'newer']
    const client = createClient({ server: picky.url, token: () => tokens.shift() ?? 'none', retry: false })

    const { status } = await client.createAccessToken(null, { name: 'n' })

    expect(status).toBe(201)
    expect(picky.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new'])
    expect(picky.requests[1]?.body.toString()).toBe('{"name":"n"}')
    expect(tokens).toEqual(['newer'])
    await picky.close()
  })

  test('with the same token the call is not repeated', async () => {
    const strict = await startRecorder((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"status":401,"error":"no"}')
    })
    let asked = 0
    const client = createClient({
      server: strict.url,
      token: () => {
        asked += 1
        return 'same'
      },
    })
    await expect(client.listAccessTokens()).rejects.toMatchObject({ status: 401 })
    expect(asked).toBe(2)
    expect(strict.requests).toHaveLength(1)
    await strict.close()
  })

  test('when the provider fails then, the error says both', async () => {
    const strict = await startRecorder((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json', 'x-request-id': 'r1' }).end('{}')
    })
    let asked = 0
    const client = createClient({
      server: strict.url,
      token: () => {
        asked += 1
        if (asked > 1) throw new Error('vault down')
        return 'old'
      },
    })
    const error = await client.listAccessTokens().catch((reason: unknown) => reason)
    expect(String(error)).toBe(
      'ApiError: listAccessTokens failed: 401 Unauthorized: no token (vault down) (request r1)',
    )
    expect(error).toMatchObject({ status: 401, code: 'ERR_BAD_OPTION' })
    await strict.close()
  })

  test('a provider call that began before the 401 does not count as asking once more', async () => {
    let answer = () => {}
    const picky = await startRecorder((request, response, count) => {
      const fine = request.headers.authorization === 'Bearer new'
      const end = () => response.writeHead(fine ? 200 : 401, { 'content-type': 'application/json' }).end('[]')
      if (count === 1) answer = end
      else end()
    })
    let asked = 0
    let give = (_token: string) => {}
    const provider = () => {
      asked += 1
      if (asked === 2) return new Promise<string>((resolve) => (give = resolve))
      return asked === 1 ? 'old' : 'new'
    }
    const client = createClient({ server: picky.url, token: provider, retry: false })

    const first = client.listAccessTokens()
    await expect.poll(() => picky.requests.length).toBe(1)
    const second = client.listAccessTokens()
    await expect.poll(() => asked).toBe(2)
    answer()
    // The first call has to see its 401 while the second still waits for its token.
    await new Promise((resolve) => setTimeout(resolve, 50))
    give('old')

    expect((await first).status).toBe(200)
    expect((await second).status).toBe(200)
    await picky.close()
  })

  test('a call that is cancelled leaves the provider to those that wait for it too', async () => {
    let asked = 0
    let give = (_token: string) => {}
    const token = () => {
      asked += 1
      return new Promise<string>((resolve) => (give = resolve))
    }
    const client = createClient({ server: server.url, token, retry: false })
    const controller = new AbortController()

    const cancelled = client.listAccessTokens(null, undefined, { signal: controller.signal })
    const second = client.listAccessTokens()
    await expect.poll(() => asked).toBe(1)
    controller.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'ERR_CANCELED' })
    const third = client.listAccessTokens()
    await new Promise((resolve) => setTimeout(resolve, 50))
    give('shared')

    await Promise.all([second, third])
    expect(asked).toBe(1)
    expect(sent().authorization).toBe('Bearer shared')
  })

  test('calls that are refused together share one renewal', async () => {
    const picky = await startRecorder((request, response) => {
      const fine = request.headers.authorization === 'Bearer new'
      response.writeHead(fine ? 200 : 401, { 'content-type': 'application/json' }).end('[]')
    })
    let asked = 0
    const client = createClient({
      server: picky.url,
      token: async () => {
        asked += 1
        const token = asked === 1 ? 'old' : 'new'
        await new Promise((resolve) => setTimeout(resolve, 200))
        return token
      },
      retry: false,
    })

    const answers = await Promise.all(Array.from({ length: 20 }, () => client.listAccessTokens()))

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(asked).toBe(2)
    await picky.close()
  })

  test('a second 401 is final', async () => {
    const strict = await startRecorder((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{}')
    })
    let asked = 0
    const client = createClient({ server: strict.url, token: () => `t${++asked}` })
    await expect(client.listAccessTokens()).rejects.toMatchObject({ status: 401 })
    expect(asked).toBe(2)
    expect(strict.requests).toHaveLength(2)
    await strict.close()
  })

  test('the provider is asked once more in a whole call, repeats included', async () => {
    const statuses = [401, 500, 401, 401]
    const moody = await startRecorder((_request, response, count) => {
      response.writeHead(statuses[count - 1] ?? 200, { 'content-type': 'application/json' }).end('{}')
    })
    let asked = 0
    const client = createClient({ server: moody.url, token: () => `t${++asked}`, retry: { baseDelay: 1 } })
    await expect(client.listAccessTokens()).rejects.toMatchObject({ status: 401 })
    expect(asked).toBe(2)
    expect(moody.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
      'Bearer t2',
    ])
    await moody.close()
  })

  test("a caller's own authorization header is not replaced", async () => {
    const strict = await startRecorder((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{}')
    })
    let asked = 0
    const client = createClient({ server: strict.url, token: () => `t${++asked}` })
    await expect(
      client.listAccessTokens(null, undefined, { headers: { authorization: 'Bearer own' } }),
    ).rejects.toMatchObject({ status: 401 })
    expect(asked).toBe(0)
    expect(strict.requests).toHaveLength(1)
    await strict.close()
  })

  test('a stream body is not repeated', async () => {
    const { Readable } = await import('node:stream')
    const strict = await startRecorder((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{}')
    })
    let asked = 0
    const client = createClient({ server: strict.url, token: () => `t${++asked}` })
    await expect(client.put('/x', Readable.from(['ab']))).rejects.toMatchObject({ status: 401 })
    expect(strict.requests).toHaveLength(1)
    await strict.close()
  })

  test('50 creates while authorize() changes tokens: no request carries a mix', async () => {
    const slow = await startRecorder((_request, response) => {
      setTimeout(
        () => response.writeHead(201, { 'content-type': 'application/json' }).end('{}'),
        Math.random() * 20,
      )
    })
    const client = createClient({ server: slow.url, token: 'token-0', retry: false })
    const known = new Set(['Bearer token-0'])
    const calls: Promise<unknown>[] = []
    for (let change = 1; change <= 10; change++) {
      known.add(`Bearer token-${change}`)
      for (let count = 0; count < 3; count++) {
        calls.push(client.createAccessToken(null, { name: `before-${change}-${count}` }))
      }
      authorize(client, change % 2 ? `token-${change}` : async () => `token-${change}`)
      for (let count = 0; count < 2; count++) {
        calls.push(client.createAccessToken(null, { name: `after-${change}-${count}` }))
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await Promise.all(calls)

    expect(slow.requests).toHaveLength(50)
    const names = new Set(
      slow.requests.map(({ body }) => (JSON.parse(body.toString()) as { name: string }).name),
    )
    expect(names.size).toBe(50)
    for (const { headers, rawHeaders } of slow.requests) {
      expect(known).toContain(headers.authorization)
      expect(rawHeaders.filter((name) => name.toLowerCase() === 'authorization')).toHaveLength(1)
    }
    expect(new Set(slow.requests.map(({ headers }) => headers.authorization)).size).toBeGreaterThan(1)
    await slow.close()
  })

  test('a token in flight for an older provider is not used for a newer one', async () => {
    const client = createClient({ server: server.url, retry: false })
    let release: (token: string) => void = () => {}
    authorize(client, () => new Promise<string>((resolve) => (release = resolve)))
    const first = client.listAccessTokens()
    await new Promise((resolve) => setTimeout(resolve, 5))
    authorize(client, () => 'newer')
    await client.listAccessTokens()
    expect(sent().authorization).toBe('Bearer newer')
    release('older')
    await first
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer newer',
      'Bearer older',
    ])
  })
})

/** An API of someone else, as `createSDK({ apis })` takes it. */
interface StrangerClient extends AxiosInstance {
  read: OperationMethod
}

describe('an SDK-wide token', () => {
  const stranger = (url: string) => {
    const api = apiFromDocument<StrangerClient, { read: OperationMethod }>({
      name: 'stranger',
      server: url,
      paths: { '/read': { get: { operationId: 'read', responses } } },
      securitySchemes: { Auth: { type: 'http', scheme: 'bearer' } },
      security: [{ Auth: [] }],
    })
    return { api, openapi: async () => ({ openapi: '3.0.3', info: { title: 's', version: '1' } }) }
  }

  test("does not reach another's API until it is authorized by name", async () => {
    const sdk = createSDK({ token: 'sdk-wide', retry: false, apis: { stranger: stranger(server.url) } })
    await sdk.stranger.read()
    expect(sent().authorization).toBeUndefined()
    sdk.authorize('for-stranger', 'stranger')
    await sdk.stranger.read()
    expect(sent().authorization).toBe('Bearer for-stranger')
  })

  test('a token of one API does not reach another', async () => {
    const sdk = createSDK({ retry: false, server: server.url, apis: { stranger: stranger(server.url) } })
    sdk.authorize('for-stranger', 'stranger')
    await sdk.accessToken.listAccessTokens()
    expect(sent().authorization).toBeUndefined()
  })

  test('reaches servers that server() names', async () => {
    const sdk = createSDK({ token: 'sdk-wide', retry: false, apis: { stranger: stranger(other.url) } })
    sdk.server(server.url, 'stranger')
    await sdk.stranger.read()
    expect(sent().authorization).toBe('Bearer sdk-wide')
  })

  test("does not reach another's API that a call or its defaults send elsewhere", async () => {
    const sdk = createSDK({ token: 'sdk-wide', retry: false, apis: { stranger: stranger(other.url) } })
    await sdk.stranger.read(null, undefined, { baseURL: server.url })
    expect(sent().authorization).toBeUndefined()
  })

  for (const [url, reached] of [
    ['https://entity.sls.epilot.io', true],
    ['https://epilot.io', true],
    ['https://epilot.io.example.com', false],
    ['https://notepilot.io', false],
    ['https://epilot.io@example.com', false],
    ['https://example.com/epilot.io', false],
    ['https://example.com#.epilot.io', false],
  ] as const) {
    test(`${reached ? 'reaches' : 'does not reach'} ${url}`, async () => {
      const sdk = createSDK({ token: 'sdk-wide', retry: false, apis: { stranger: stranger(url) } })
      const carried: unknown[] = []
      await sdk.stranger
        .read(null, undefined, {
          adapter: async (config) => {
            carried.push(config.headers.get('authorization') ?? undefined)
            return { data: '{}', status: 200, statusText: 'OK', headers: {}, config }
          },
        })
        .catch(() => {})
      expect(carried.filter(Boolean)).toEqual(reached ? ['Bearer sdk-wide'] : [])
    })
  }
})

describe('credentials as text', () => {
  const secured = (securitySchemes: Record<string, unknown>) =>
    apiFromDocument<AxiosInstance & { read: OperationMethod }>({
      name: 'secured',
      server: server.url,
      securitySchemes,
      security: [{ Auth: [] }],
      paths: { '/read': { get: { operationId: 'read', responses } } },
    }).create({ retry: false })

  test('a password of basic authentication may hold anything', async () => {
    const client = secured({ Auth: { type: 'http', scheme: 'basic' } })
    authorize(client, { Auth: { username: 'jürgen', password: 'mein  Passwort' } })
    await client.read()
    expect(Buffer.from(`${sent().authorization?.slice(6)}`, 'base64').toString()).toBe(
      'jürgen:mein  Passwort',
    )
  })

  test('a key in a header may hold spaces, and no line break', async () => {
    const client = secured({ Auth: { type: 'apiKey', in: 'header', name: 'x-auth' } })
    authorize(client, { Auth: 'ApiKey abc' })
    await client.read()
    expect(sent()['x-auth']).toBe('ApiKey abc')

    authorize(client, { Auth: 'key-of-a-file\n' })
    await expect(client.read()).rejects.toThrow('not ASCII')
  })

  test('a bearer token may hold neither', async () => {
    const client = secured({ Auth: { type: 'http', scheme: 'bearer' } })
    for (const token of ['Bearer abc', 'abc\n', 'ümlaut']) {
      await expect(authorize(client, token).read()).rejects.toThrow('not ASCII')
    }
    expect(server.requests).toHaveLength(0)
  })
})
