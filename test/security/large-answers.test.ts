import type { AxiosAdapter, AxiosInstance } from 'axios'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import type { OperationMethod } from '../../src/core/index.js'
import { createSDK, isApiError } from '../../src/index.js'
import { apiFromDocument, responses } from '../wire/document.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'

const MEDIA_TYPE = 'application/large-response.vnd+json'

let api: Recorder
let store: Recorder
/** Status, headers and body of the reference, and of the API's answer. */
let stored: { status: number; headers: Record<string, string>; body: string }
let answer: { status: number; type: string; body: unknown }

beforeAll(async () => {
  store = await startRecorder((_request, response) => {
    response.writeHead(stored.status, stored.headers).end(stored.body)
  })
  api = await startRecorder((_request, response) => {
    response.writeHead(answer.status, { 'content-type': answer.type, 'x-request-id': 'r1' })
    response.end(JSON.stringify(answer.body))
  })
})
afterAll(() => Promise.all([api.close(), store.close()]))
beforeEach(() => {
  api.requests.length = 0
  store.requests.length = 0
  stored = { status: 200, headers: { 'content-type': 'application/json' }, body: '[{"id":"large"}]' }
  answer = { status: 200, type: MEDIA_TYPE, body: { $payload_ref: `${store.url}/payload?signature=abc` } }
})

const client = () =>
  createClient({ server: api.url, token: 'secret', headers: { 'x-api-key': 'key' }, retry: false })

/** A network of answers by URL; what is asked elsewhere is recorded and refused. */
const network = (answers: Record<string, { type?: string; status?: number; body: unknown }>) => {
  const asked: { url: string; headers: string; maxRedirects: unknown }[] = []
  const adapter: AxiosAdapter = async (config) => {
    const url = new URL(config.url ?? '', config.baseURL || undefined).href
    asked.push({ url, headers: JSON.stringify(config.headers), maxRedirects: config.maxRedirects })
    const found = answers[url]
    return {
      data: JSON.stringify(found?.body ?? { error: 'not here' }),
      status: found ? (found.status ?? 200) : 404,
      statusText: '',
      headers: { 'content-type': found?.type ?? 'application/json' },
      config,
    }
  }
  return { asked, adapter }
}
const LIST = 'https://access-token.sls.epilot.io/v1/access-tokens'

describe('opting in', () => {
  const accepted = () => api.last().headers.accept ?? ''

  test('by Accept, by default', async () => {
    await client().listAccessTokens()
    expect(accepted()).toContain(MEDIA_TYPE)
    expect(accepted()).toContain('application/json')
  })

  test("a caller's own Accept wins, at every level", async () => {
    answer = { status: 200, type: 'application/json', body: [] }
    await client().listAccessTokens(null, undefined, { headers: { Accept: 'application/json' } })
    expect(accepted()).toBe('application/json')
    await createClient({ server: api.url, headers: { accept: 'text/x-sdk' } }).listAccessTokens()
    expect(accepted()).toBe('text/x-sdk')
    const own = client()
    own.defaults.headers.common.Accept = 'text/x-defaults'
    await own.listAccessTokens()
    expect(accepted()).toBe('text/x-defaults')
  })

  test('largeResponse({ enabled: false }) ends it', async () => {
    const sdk = createSDK({ server: api.url })
    sdk.largeResponse({ enabled: false })
    const { data } = await sdk.accessToken.listAccessTokens()
    expect(accepted()).not.toContain(MEDIA_TYPE)
    expect(data).toEqual(answer.body)
    expect(store.requests).toHaveLength(0)
    sdk.largeResponse({ enabled: true })
    expect((await sdk.accessToken.listAccessTokens()).data).toEqual([{ id: 'large' }])
  })

  interface Stranger extends AxiosInstance {
    read: OperationMethod
  }
  const stranger = (listed: boolean) =>
    apiFromDocument<Stranger>({
      name: 'stranger',
      server: 'https://api.example.com',
      paths: {
        '/read': {
          get: {
            operationId: 'read',
            responses: listed
              ? { 200: { ...responses[200], content: { ...responses[200].content, [MEDIA_TYPE]: {} } } }
              : responses,
          },
        },
      },
    }).create({ retry: false })

  test("is not sent to, nor followed for, another's API", async () => {
    const reference = { $payload_ref: 'https://files.example.com/payload' }
    const { asked, adapter } = network({
      'https://api.example.com/read': { type: MEDIA_TYPE, body: reference },
    })
    const { data } = await stranger(false).read(null, undefined, { adapter })
    expect(data).toEqual(reference)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers).not.toContain(MEDIA_TYPE)
  })

  test('is for a document that lists the media type', async () => {
    const { asked, adapter } = network({
      'https://api.example.com/read': {
        type: MEDIA_TYPE,
        body: { $payload_ref: 'https://files.example.com/p' },
      },
      'https://files.example.com/p': { body: { large: true } },
    })
    const { data } = await stranger(true).read(null, undefined, { adapter })
    expect(data).toEqual({ large: true })
    expect(asked[0]?.headers).toContain(MEDIA_TYPE)
  })

  test('is for *.epilot.io', async () => {
    const { adapter } = network({
      [LIST]: { type: MEDIA_TYPE, body: { $payload_ref: 'https://files.example.com/p' } },
      'https://files.example.com/p': { body: [{ id: 'large' }] },
    })
    const { data } = await createClient({ token: 'secret' }).listAccessTokens(null, undefined, { adapter })
    expect(data).toEqual([{ id: 'large' }])
  })
})

describe('the reference', () => {
  test('is fetched, and its body is the answer', async () => {
    const { data, status } = await client().listAccessTokens()
    expect(data).toEqual([{ id: 'large' }])
    expect(status).toBe(200)
    expect(store.requests).toHaveLength(1)
    expect(store.last()).toMatchObject({ method: 'GET', url: '/payload?signature=abc' })
  })

  test('is fetched bare', async () => {
    const target = client()
    target.defaults.headers.common['x-own'] = 'default'
    await target.listAccessTokens(null, undefined, {
      headers: { 'x-call': 'call', cookie: 'session=1' },
      params: { page: 1 },
      auth: { username: 'u', password: 'p' },
    })
    const names = store.last().rawHeaders.filter((_, index) => index % 2 === 0)
    for (const name of names.map((header) => header.toLowerCase())) {
      expect(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']).toContain(name)
    }
    expect(store.last().url).toBe('/payload?signature=abc')
  })

  test('answers a write too, with a plain GET', async () => {
    answer = { ...answer, status: 201 }
    const { data } = await client().createAccessToken(null, { name: 'n' })
    expect(data).toEqual([{ id: 'large' }])
    expect(store.last().method).toBe('GET')
    expect(store.last().body).toHaveLength(0)
  })

  test('media type is compared without its parameters and without its case', async () => {
    for (const type of [`${MEDIA_TYPE}; charset=utf-8`, MEDIA_TYPE.toUpperCase(), `${MEDIA_TYPE};v=1`]) {
      answer = { ...answer, type }
      expect((await client().listAccessTokens()).data).toEqual([{ id: 'large' }])
    }
  })

  test('a media type that only begins alike is none', async () => {
    answer = { ...answer, type: `${MEDIA_TYPE}-other` }
    await client()
      .listAccessTokens()
      .catch(() => {})
    expect(store.requests).toHaveLength(0)
  })

  test('plain JSON with a $payload_ref is plain JSON', async () => {
    answer = { ...answer, type: 'application/json' }
    expect((await client().listAccessTokens()).data).toEqual(answer.body)
    expect(store.requests).toHaveLength(0)
  })

  test('redirects are not followed', async () => {
    stored = { status: 302, headers: { location: `${api.url}/stolen` }, body: '' }
    const before = api.requests.length
    await expect(client().listAccessTokens(null, undefined, { maxRedirects: 5 })).rejects.toThrow()
    expect(api.requests.length - before).toBe(1)
  })

  test('is one hop: another one there is an error', async () => {
    stored = {
      status: 200,
      headers: { 'content-type': MEDIA_TYPE },
      body: JSON.stringify({ $payload_ref: `${store.url}/again` }),
    }
    const error = await client()
      .listAccessTokens()
      .catch((reason: unknown) => reason)
    expect(isApiError(error) && error.code).toBe('ERR_BAD_RESPONSE')
    expect(store.requests).toHaveLength(1)
  })

  test('is asked again where asking again can help, and the API is not', async () => {
    let count = 0
    const shaky = await startRecorder((_request, response) => {
      count += 1
      response.writeHead(count < 3 ? 503 : 200, { 'content-type': 'application/json' }).end('[{"id":"late"}]')
    })
    answer = { ...answer, status: 201, body: { $payload_ref: shaky.url } }
    const { data } = await createClient({
      server: api.url,
      token: 'secret',
      retry: { baseDelay: 1 },
    }).createAccessToken(null, { name: 'n' })
    expect(data).toEqual([{ id: 'late' }])
    expect(shaky.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET'])
    expect(shaky.requests[2]?.headers.authorization).toBeUndefined()
    expect(api.requests).toHaveLength(1)
    await shaky.close()
  })

  test('that asks for credentials gets none, and the provider is not asked', async () => {
    stored = { status: 401, headers: { 'content-type': 'application/json' }, body: '{}' }
    let asked = 0
    const call = createClient({ server: api.url, token: () => `t${++asked}` }).listAccessTokens()
    await expect(call).rejects.toMatchObject({ status: 401 })
    expect(asked).toBe(1)
    expect(store.requests).toHaveLength(1)
    expect(api.requests).toHaveLength(1)
  })

  test('gives the budget of repeats one point back, like every call', async () => {
    let isDown = true
    const moody = await startRecorder((_request, response) => {
      response.writeHead(isDown ? 500 : 200, { 'content-type': isDown ? 'application/json' : MEDIA_TYPE })
      response.end(JSON.stringify({ $payload_ref: store.url }))
    })
    const target = createClient({ server: moody.url, retry: { baseDelay: 1, maxDelay: 1, maxRetries: 100 } })
    await expect(target.listAccessTokens()).rejects.toMatchObject({ status: 500 })
    isDown = false
    for (let call = 0; call < 9; call += 1) await target.listAccessTokens()
    isDown = true
    moody.requests.length = 0
    await expect(target.listAccessTokens()).rejects.toMatchObject({ status: 500 })
    expect(moody.requests).toHaveLength(2)
    await moody.close()
  })

  test('is in no answer to HEAD', async () => {
    expect((await client().head('/v1/access-tokens')).status).toBe(200)
    expect(store.requests).toHaveLength(0)
  })

  test('a failure keeps its status and names the operation', async () => {
    stored = {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: '<Code>AccessDenied</Code>',
    }
    const error = await client()
      .listAccessTokens()
      .catch((reason: unknown) => reason)
    if (!isApiError(error)) throw error
    expect(error.status).toBe(403)
    expect(error.operationId).toBe('listAccessTokens')
  })

  test('a reference that is not JSON is ERR_BAD_RESPONSE', async () => {
    stored = { status: 200, headers: { 'content-type': 'application/json' }, body: '[{"id":' }
    await expect(client().listAccessTokens()).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  test('is cut off after 100 MB', async () => {
    let written = 0
    const endless = await startRecorder((_request, response) => {
      const chunk = Buffer.alloc(4 << 20, ' ')
      const write = () => {
        while (!response.destroyed && written < 400 << 20) {
          written += chunk.length
          if (!response.write(chunk)) return void response.once('drain', write)
        }
        response.end()
      }
      response.writeHead(200, { 'content-type': 'application/json' })
      write()
    })
    answer = { ...answer, body: { $payload_ref: endless.url } }
    await expect(client().listAccessTokens()).rejects.toThrow()
    expect(written).toBeLessThan(200 << 20)
    await endless.close()
  })

  for (const body of [{}, { $payload_ref: 5 }, { $payload_ref: '' }, { $payload_ref: 'no url' }, null, []]) {
    test(`${JSON.stringify(body)} is an error, not an answer`, async () => {
      answer = { ...answer, body }
      const error = await client()
        .listAccessTokens()
        .catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', status: 200, requestId: 'r1' })
      expect(store.requests).toHaveLength(0)
    })
  }
})

describe('addresses', () => {
  const forbidden = [
    'http://files.example.com/p',
    'http://127.0.0.1/p',
    'https://localhost/p',
    'https://127.0.0.1/p',
    'https://127.9.9.9/p',
    'https://10.1.2.3/p',
    'https://172.16.0.1/p',
    'https://172.31.255.255/p',
    'https://192.168.1.1/p',
    'https://169.254.169.254/latest/meta-data',
    'https://0.0.0.0/p',
    'https://2130706433/p',
    'https://0x7f.1/p',
    'https://0251.0376.0251.0376/p',
    'https://[::1]/p',
    'https://[::]/p',
    'https://[fe80::1]/p',
    'https://[fd00:ec2::254]/p',
    'https://[fc00::1]/p',
    'https://[::ffff:10.0.0.1]/p',
    'https://[::ffff:a9fe:a9fe]/p',
    'https://[64:ff9b::a9fe:a9fe]/p',
    'https://localhost./p',
    'https://foo.localhost/p',
    'https://10.1.2.3./p',
    'ftp://files.example.com/p',
    'file:///etc/passwd',
    'data:application/json,[]',
    'blob:https://example.com/x',
    'javascript:[]',
  ]
  for (const reference of forbidden) {
    test(`${reference} is never asked`, async () => {
      const { asked, adapter } = network({ [LIST]: { type: MEDIA_TYPE, body: { $payload_ref: reference } } })
      const error = await createClient({ token: 'secret', retry: false })
        .listAccessTokens(null, undefined, { adapter })
        .catch((reason: unknown) => reason)
      expect(asked.map(({ url }) => url)).toEqual([LIST])
      expect(isApiError(error)).toBe(true)
    })
  }

  for (const reference of [
    'https://files.example.com/p',
    'https://10.example.com/p',
    'https://127.example.com/p',
    'https://fd.example.com/p',
  ]) {
    test(`${reference} is asked`, async () => {
      const { adapter } = network({
        [LIST]: { type: MEDIA_TYPE, body: { $payload_ref: reference } },
        [reference]: { body: [{ id: 'large' }] },
      })
      const { data } = await createClient({ token: 'secret', retry: false }).listAccessTokens(
        null,
        undefined,
        {
          adapter,
        },
      )
      expect(data).toEqual([{ id: 'large' }])
    })
  }

  test('a failed reference of a write does not send the write again', async () => {
    stored = { status: 503, headers: { 'retry-after': '0' }, body: '' }
    await createClient({ server: api.url, retry: { baseDelay: 1 } })
      .createAccessToken(null, { name: 'n' })
      .catch(() => {})
    expect(api.requests).toHaveLength(1)
  })

  test('the timeout bounds it, the deadline too', async () => {
    const silent = await startRecorder(() => {})
    answer = { ...answer, body: { $payload_ref: silent.url } }
    const started = performance.now()
    await expect(client().listAccessTokens(null, undefined, { timeout: 150 })).rejects.toThrow()
    await expect(
      createClient({ server: api.url, retry: { maxRetries: 0, deadline: 150 } }).listAccessTokens(),
    ).rejects.toThrow()
    expect(performance.now() - started).toBeLessThan(2_500)
    await silent.close()
  })
})
