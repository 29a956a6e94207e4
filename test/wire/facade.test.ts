import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as accessToken from '../../src/apis/access-token/index.gen.js'
import { createSDK, epilot } from '../../src/index.js'
import { type Recorder, startRecorder } from './recorder.js'

let server: Recorder

beforeAll(async () => {
  server = await startRecorder()
})
afterAll(() => server.close())
beforeEach(() => {
  server.requests.length = 0
})

const operations = [
  'createAccessToken',
  'getAccessTokenJwks',
  'getAccessTokenOIDC',
  'getPublicTokenJwks',
  'getPublicTokenOIDC',
  'listAccessTokens',
  'revokeAccessToken',
]

describe('loading', () => {
  test('100 concurrent first calls load and build once', async () => {
    let loads = 0
    const sdk = createSDK({
      server: server.url,
      apis: {
        mine: async () => {
          loads += 1
          await new Promise((resolve) => setTimeout(resolve, 10))
          return accessToken
        },
      },
    })
    const clients = await Promise.all([
      ...Array.from({ length: 100 }, () => sdk.mine.listAccessTokens().then(() => undefined)),
      sdk.mine.getClient(),
      sdk.mine.getClient(),
    ])
    expect(loads).toBe(1)
    expect(server.requests).toHaveLength(100)
    expect(clients.at(-1)).toBe(clients.at(-2))
  })

  test('a failed load is tried again on the next call', async () => {
    let loads = 0
    const sdk = createSDK({
      server: server.url,
      apis: {
        mine: async () => {
          loads += 1
          if (loads === 1) throw new Error('chunk 17 failed to load')
          return accessToken
        },
      },
    })
    await expect(sdk.mine.listAccessTokens()).rejects.toThrow(/chunk 17 failed to load/)
    const { status } = await sdk.mine.listAccessTokens()
    expect(status).toBe(200)
    expect(loads).toBe(2)
  })

  test('the default client is the same through subpath and facade', async () => {
    expect(await epilot.accessToken.getClient()).toBe(accessToken.getClient())
  })

  test('createClient on the handle is a fresh one each time', async () => {
    const sdk = createSDK({ server: server.url })
    const [first, second] = [await sdk.accessToken.createClient(), await sdk.accessToken.createClient()]
    expect(first).not.toBe(second)
    expect(first).not.toBe(await sdk.accessToken.getClient())
  })

  test('names of SDK members are refused as APIs', () => {
    for (const name of ['authorize', 'headers', 'server', 'retry', 'interceptors', 'openapi']) {
      expect(() => createSDK({ apis: { [name]: async () => accessToken } })).toThrow(new RegExp(name))
    }
  })

  test('openapi() is the document the package was generated from', async () => {
    const { readFile } = await import('node:fs/promises')
    const document: unknown = JSON.parse(
      await readFile(new URL('../../openapi.json', import.meta.url), 'utf8'),
    )
    expect(await epilot.openapi('accessToken')).toEqual(document)
    expect(await accessToken.openapi()).toEqual(document)
  })
})

describe('unknown names', () => {
  test('reject with a TypeError naming the operation and the nearest real one', async () => {
    const { accessToken: handle } = createSDK({ server: server.url })
    const loose = handle as unknown as Record<string, () => Promise<unknown>>
    await expect(loose.listAccesTokens?.()).rejects.toThrow(TypeError)
    await expect(loose.listAccesTokens?.()).rejects.toThrow(/listAccesTokens[\s\S]*listAccessTokens/)
    await expect(loose.typo?.()).rejects.toThrow(TypeError)
    expect(server.requests).toHaveLength(0)
  })

  test('an API that is not there is a type error', () => {
    // @ts-expect-error: no such API
    expect(epilot.typo).toBeUndefined()
  })

  test('names every object has are no operations either', async () => {
    const handle = createSDK({ server: server.url }).accessToken as unknown as Record<string, unknown>
    await epilot.accessToken.getClient()
    for (const name of ['hasOwnProperty', '__proto__', 'valueOf', 'isPrototypeOf']) {
      const member = handle[name]
      if (typeof member !== 'function') continue
      await Promise.resolve()
        .then(() => (member as (value?: unknown) => unknown).call(handle, 'x'))
        .catch((error: unknown) => expect(error).toBeInstanceOf(TypeError))
    }
    expect(server.requests).toHaveLength(0)
  })
})

describe('handles answer truthfully', () => {
  test('before loading: getClient and createClient; afterwards operations too', async () => {
    const { accessToken: handle } = createSDK({ server: server.url })
    expect(Object.keys(handle).sort()).toEqual(['createClient', 'getClient'])
    expect('getClient' in handle).toBe(true)
    expect('listAccessTokens' in handle).toBe(false)
    expect(inspect(handle)).toContain('getClient')

    await handle.getClient()

    expect(Object.keys(handle).sort()).toEqual([...operations, 'createClient', 'getClient'].sort())
    expect('listAccessTokens' in handle).toBe(true)
    expect('typo' in handle).toBe(false)
    expect(inspect(handle)).toContain('listAccessTokens')
  })

  test('then, catch, finally, toJSON, constructor and symbols are no operations', async () => {
    const { accessToken: handle } = createSDK({ server: server.url })
    const loose = handle as unknown as Record<PropertyKey, unknown>
    for (const name of ['then', 'catch', 'finally', 'toJSON']) expect(loose[name], name).toBeUndefined()
    expect(loose[Symbol.iterator]).toBeUndefined()
    expect(loose[Symbol.toPrimitive]).toBeUndefined()
    await handle.getClient()
    expect(loose.then).toBeUndefined()
    expect(await Promise.resolve(handle)).toBe(handle)
    expect(`${String(loose.constructor)}`).not.toContain('operation')
  })

  test('await, console.log, String and JSON.stringify work on SDK, handle and client', async () => {
    const sdk = createSDK({ server: server.url, token: 'secret-token' })
    const client = await sdk.accessToken.createClient({ token: 'secret-client-token' })
    for (const value of [sdk, await sdk, sdk.accessToken, await sdk.accessToken, client, await client]) {
      expect(inspect(value, { depth: null, showHidden: true })).not.toContain('secret')
      expect(JSON.stringify(value) ?? '').not.toContain('secret')
      expect(String(value)).not.toContain('secret')
      expect(`${value}`).not.toContain('secret')
    }
    expect(server.requests).toHaveLength(0)
  })

  test('operations can be taken off the handle', async () => {
    const { listAccessTokens } = createSDK({ server: server.url }).accessToken
    expect((await listAccessTokens()).status).toBe(200)
  })
})

describe('an API under other names than its own', () => {
  test('is set and authorized by each of them', async () => {
    const sdk = createSDK({ apis: { staging: accessToken, production: accessToken } })
    sdk.server(server.url, 'staging').authorize('staging-token', 'staging')
    sdk.server(`${server.url}/live`, 'production').authorize('live-token', 'production')

    await sdk.staging.listAccessTokens()
    await sdk.production.listAccessTokens()

    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/v1/access-tokens', 'Bearer staging-token'],
      ['/live/v1/access-tokens', 'Bearer live-token'],
    ])
    expect(await sdk.staging.getClient()).not.toBe(await sdk.production.getClient())
  })
})

describe('interceptors', () => {
  test("the SDK's reach clients that exist already", async () => {
    const sdk = createSDK({ server: server.url })
    const client = await sdk.accessToken.getClient()
    sdk.interceptors.request.use((config) => {
      config.headers.set('x-seen', 'yes')
      return config
    })
    await client.listAccessTokens()
    expect(server.last().headers['x-seen']).toBe('yes')
  })

  test('eject removes one', async () => {
    const sdk = createSDK({ server: server.url })
    const id = sdk.interceptors.request.use((config) => {
      config.headers.set('x-seen', 'yes')
      return config
    })
    sdk.interceptors.request.eject(id)
    await sdk.accessToken.listAccessTokens()
    expect(server.last().headers['x-seen']).toBeUndefined()
  })

  test("run in axios's order, and only when they are to run", async () => {
    const sdk = createSDK({ server: server.url })
    const order: string[] = []
    const { request, response } = sdk.interceptors
    const note =
      (name: string) =>
      <V>(value: V): V => {
        order.push(name)
        return value
      }
    request.use(note('request 1'))
    request.use(note('request 2'))
    request.use(note('never'), null, { runWhen: () => false })
    response.use(note('response 1'))
    response.use(note('response 2'))

    await sdk.accessToken.listAccessTokens()

    expect(order).toEqual(['request 2', 'request 1', 'response 1', 'response 2'])
  })

  test('an interceptor that throws fails the call, and nothing is sent', async () => {
    const sdk = createSDK({ server: server.url })
    sdk.interceptors.request.use(() => {
      throw new Error('not today')
    })
    await expect(sdk.accessToken.listAccessTokens()).rejects.toThrow('not today')
    expect(server.requests).toHaveLength(0)
  })
})
