import type { AxiosInstance } from 'axios'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import type { OperationMethod } from '../../src/core/index.js'
import { apiFromDocument, responses } from './document.js'
import { type Recorder, startRecorder } from './recorder.js'

type Operations =
  | 'getItem'
  | 'search'
  | 'createItem'
  | 'withHeader'
  | 'withCookie'
  | 'labelled'
  | 'upload'
  | 'get'
type ProbeClient = AxiosInstance &
  Record<Exclude<Operations, 'get'>, OperationMethod> & {
    paths: Record<string, Record<string, OperationMethod>>
  }

const text = { type: 'string' }
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text })
const inCookie = (name: string) => ({ name, in: 'cookie', schema: text })
const list = { type: 'array', items: text }

/** An API with a parameter of every kind. */
const probe = apiFromDocument<ProbeClient>({
  name: 'probe',
  paths: {
    '/groups/{group}/items/{id}': {
      parameters: [inPath('group'), inPath('id')],
      get: { operationId: 'getItem', responses },
    },
    '/items': {
      get: {
        operationId: 'search',
        parameters: [
          { name: 'q', in: 'query', required: true, schema: text },
          { name: 'flat', in: 'query', explode: false, schema: list },
        ],
        responses,
      },
      post: {
        operationId: 'createItem',
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        responses,
      },
    },
    '/header': {
      get: {
        operationId: 'withHeader',
        parameters: [
          { name: 'X-One', in: 'header', schema: text },
          { name: 'X-Map', in: 'header', explode: true, schema: { type: 'object' } },
        ],
        responses,
      },
    },
    '/cookie': {
      get: { operationId: 'withCookie', parameters: [inCookie('session'), inCookie('theme')], responses },
    },
    '/l/{id}': {
      get: { operationId: 'labelled', parameters: [{ ...inPath('id'), style: 'label' }], responses },
    },
    '/file': {
      put: {
        operationId: 'upload',
        requestBody: { content: { 'text/plain': { schema: text } } },
        responses,
      },
    },
    '/axios-has-this-name': { get: { operationId: 'get', responses } },
  },
})

let server: Recorder
let client: ProbeClient

beforeAll(async () => {
  server = await startRecorder()
})
afterAll(() => server.close())
beforeEach(() => {
  server.requests.length = 0
  client = probe.create({ server: server.url, retry: false })
})

describe('path parameters', () => {
  const refused: unknown[] = [undefined, null, '', '.', '..', [], [''], ['.'], ['..'], {}]
  for (const value of refused) {
    test(`${JSON.stringify(value)} is a TypeError and sends nothing`, async () => {
      await expect(client.getItem({ group: 'g', id: value })).rejects.toThrow(TypeError)
      await expect(client.getItem({ group: 'g', id: value })).rejects.toThrow(/getItem.*\bid\b/)
      expect(server.requests).toHaveLength(0)
    })
  }

  test('a missing one is named, and so is the operation', async () => {
    await expect(client.getItem({ group: 'g' })).rejects.toThrow(/getItem.*\bid\b/)
    await expect(client.getItem()).rejects.toThrow(/getItem.*\bgroup\b/)
    await expect(client.getItem({ group: 'g' })).rejects.toBeInstanceOf(TypeError)
  })

  test('an inherited property is no parameter', async () => {
    const shadow = apiFromDocument<ProbeClient>({
      name: 'shadow',
      paths: {
        '/{constructor}/{toString}': {
          parameters: [inPath('constructor'), inPath('toString')],
          get: { operationId: 'getItem', responses },
        },
      },
    }).create({ server: server.url, retry: false })
    await expect(shadow.getItem({})).rejects.toBeInstanceOf(TypeError)
    expect(server.requests).toHaveLength(0)
  })

  test('the style prefix can not make a step upwards', async () => {
    await expect(client.labelled({ id: '.' })).rejects.toBeInstanceOf(TypeError)
    expect(server.requests).toHaveLength(0)
  })

  test('any text arrives as one segment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', minLength: 1 }),
          fc.string({ unit: fc.constantFrom(...'/?#%.\\;&= +\n\u0000\u00fc'), minLength: 1 }),
        ),
        async (id) => {
          fc.pre(!/^\.{1,2}$/.test(id))
          await client.getItem({ group: 'g', id })
          const { pathname, search } = new URL(server.last().url, server.url)
          expect(search).toBe('')
          expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'groups', 'g', 'items', id])
        },
      ),
    )
  })

  test('text that is not well-formed is an error and sends nothing', async () => {
    await expect(client.getItem({ group: 'g', id: '\ud800' })).rejects.toThrow(Error)
    expect(server.requests).toHaveLength(0)
  })

  test('a bare value is the path parameter', async () => {
    const shipped = createClient({ server: server.url, retry: false })
    await shipped.revokeAccessToken('some/id')
    expect(server.last().url).toBe('/v1/access-tokens/some%2Fid')
    await expect(shipped.revokeAccessToken('')).rejects.toBeInstanceOf(TypeError)
  })

  test('a replacement pattern in a value is only text', async () => {
    await client.getItem({ group: '$&', id: "$'{group}" })
    const { pathname } = new URL(server.last().url, server.url)
    expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'groups', '$&', 'items', "$'{group}"])
  })
})

describe('query parameters', () => {
  test('a list is repeated under its own name', async () => {
    const shipped = createClient({ server: server.url, retry: false })
    await shipped.listAccessTokens({ token_type: ['api', 'app'] })
    expect(server.last().url).toBe('/v1/access-tokens?token_type=api&token_type=app')
  })

  test('without values there is no question mark', async () => {
    const shipped = createClient({ server: server.url, retry: false })
    for (const parameters of [undefined, null, {}, { token_type: [] }]) {
      await shipped.listAccessTokens(parameters)
      expect(server.last().url).toBe('/v1/access-tokens')
    }
  })

  test('null and undefined are left out', async () => {
    await client.search({ q: 'x', a: null, b: undefined, c: 0 })
    expect(server.last().url).toBe('/items?q=x&c=0')
  })

  test("the document's style is followed", async () => {
    await client.search({ q: 'x', flat: ['a', 'b,c'] })
    expect(server.last().url.split(/[?&]/).sort()).toEqual(['/items', 'flat=a,b%2Cc', 'q=x'])
  })

  test('unknown parameters go to the query', async () => {
    await client.getItem({ group: 'g', id: 'i', 'added later': 'ü&=' })
    expect(server.last().url).toBe('/groups/g/items/i?added%20later=%C3%BC%26%3D')
  })

  test("axios's params are added", async () => {
    await client.search({ q: 'x' }, undefined, { params: { page: 2 } })
    expect(server.last().url).toBe('/items?q=x&page=2')
  })

  test('a required one that is missing is a TypeError', async () => {
    await expect(client.search()).rejects.toThrow(/\bq\b/)
    await expect(client.search({ q: undefined })).rejects.toBeInstanceOf(TypeError)
    expect(server.requests).toHaveLength(0)
  })

  test('any text reads back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (q) => {
        await client.search({ q })
        expect([...new URL(server.last().url, server.url).searchParams]).toEqual([['q', q]])
      }),
    )
  })
})

/** What is sent, or the error that kept it from being sent. */
const attempt = async (call: () => Promise<unknown>) => {
  const before = server.requests.length
  const error = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return { error, sent: server.requests.slice(before) }
}

describe('header and cookie parameters', () => {
  const visible = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  })
  const forbidden = fc
    .tuple(
      visible,
      fc.oneof(
        fc.integer({ min: 0, max: 0x1f }),
        fc.constant(0x7f),
        fc.integer({ min: 0x80, max: 0xd7ff }),
        fc.integer({ min: 0x1f300, max: 0x1f9ff }),
      ),
      visible,
    )
    .map(([left, code, right]) => left + String.fromCodePoint(code) + right)

  test('visible ASCII arrives as it is', async () => {
    await fc.assert(
      fc.asyncProperty(visible, async (value) => {
        await client.withHeader({ 'X-One': value })
        expect(server.last().headers['x-one']).toBe(value)
      }),
    )
  })

  test('anything else in a header is a TypeError and sends nothing', async () => {
    await fc.assert(
      fc.asyncProperty(forbidden, async (value) => {
        const { error, sent } = await attempt(() => client.withHeader({ 'X-One': value }))
        expect(error).toBeInstanceOf(TypeError)
        expect(String(error)).toContain('X-One')
        expect(sent).toEqual([])
      }),
    )
  })

  test('spaces are kept or refused, never lost', async () => {
    for (const value of ['a b', ' a', 'a ', ' ']) {
      const { error, sent } = await attempt(() => client.withHeader({ 'X-One': value }))
      if (error) expect(error).toBeInstanceOf(TypeError)
      else expect(sent[0]?.headers['x-one']).toBe(value)
    }
  })

  test('lists and objects follow their style', async () => {
    await client.withHeader({ 'X-One': ['a', 1, true], 'X-Map': { role: 'admin', level: 2 } })
    expect(server.last().headers).toMatchObject({ 'x-one': 'a,1,true', 'x-map': 'role=admin,level=2' })
  })

  test('a header parameter is not in the query', async () => {
    await client.withHeader({ 'X-One': 'a' })
    expect(server.last().url).toBe('/header')
  })

  test('cookies are sent, and a cookie can not end another', async () => {
    await client.withCookie({ session: 'abc', theme: 'dark' })
    expect(server.last().headers.cookie).toBe('session=abc; theme=dark')
    expect(server.last().url).toBe('/cookie')
  })

  test("a caller's cookie header is kept beside cookie parameters", async () => {
    await client.withCookie({ session: 'abc' }, undefined, { headers: { cookie: 'own=1' } })
    const pairs = server.last().headers.cookie?.split('; ') ?? []
    expect(pairs).toContain('own=1')
  })

  test('any cookie value is visible ASCII that reads back, or a TypeError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(visible, forbidden), async (value) => {
        const { error, sent } = await attempt(() => client.withCookie({ session: value, theme: 'dark' }))
        if (error) {
          expect(error).toBeInstanceOf(TypeError)
          expect(sent).toEqual([])
          return
        }
        const pairs = (sent[0]?.headers.cookie ?? '').split('; ')
        expect(pairs).toHaveLength(2)
        expect(pairs.join('')).toMatch(/^[!-~]+$/)
        const [, read = ''] = /^session=(.*)$/.exec(pairs[0] ?? '') ?? []
        expect([read, safeDecode(read)]).toContain(value)
      }),
    )
  })

  test("headers of a call, a client and an SDK can't be split", async () => {
    const lines = ['a\r\nx-injected: 1', 'a\nx-injected: 1', 'a\r x-injected: 1', 'a\u0000b']
    for (const value of lines) {
      for (const call of [
        async () => client.withHeader({}, undefined, { headers: { 'x-lines': value } }),
        async () =>
          probe.create({ server: server.url, retry: false, headers: { 'x-lines': value } }).withHeader({}),
      ]) {
        const { sent } = await attempt(call)
        for (const request of sent) expect(request.rawHeaders).not.toContain('x-injected')
        for (const request of sent) expect(request.headers['x-injected']).toBeUndefined()
      }
    }
  })

  test('API keys follow the same rule', async () => {
    for (const place of ['header', 'query', 'cookie'] as const) {
      const api = apiFromDocument<ProbeClient>({
        name: 'keyed',
        paths: { '/items': { get: { operationId: 'search', responses } } },
        securitySchemes: { Key: { type: 'apiKey', in: place, name: 'X-Key' } },
        security: [{ Key: [] }],
      })
      const keyed = api.create({ server: server.url, retry: false, token: 'k\u00fc\r\nx: y' })
      const { error, sent } = await attempt(() => keyed.search({}))
      if (place === 'header') expect(error).toBeDefined()
      for (const request of sent) expect(request.headers.x).toBeUndefined()
    }
  })

  test('a bearer token that is no header value is an error that does not show it', async () => {
    const api = apiFromDocument<ProbeClient>({
      name: 'borne',
      paths: { '/items': { get: { operationId: 'search', responses } } },
      securitySchemes: { Auth: { type: 'http', scheme: 'bearer' } },
      security: [{ Auth: [] }],
    })
    for (const token of ['secret\nsecond line', 'secret\u20ac', 'se\u0000cret']) {
      const { error, sent } = await attempt(() =>
        api.create({ server: server.url, retry: false, token }).search({}),
      )
      expect(error).toBeDefined()
      expect(String(error)).not.toContain('secret')
      expect(sent).toEqual([])
    }
  })
})

const safeDecode = (value: string) => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

describe('bodies', () => {
  test("go with the operation's content type", async () => {
    await client.createItem(null, { name: 'ü' })
    expect(server.last().headers['content-type']).toMatch(/^application\/json/)
    expect(server.last().body.toString()).toBe('{"name":"ü"}')
    await client.upload(null, 'plain text')
    expect(server.last().headers['content-type']).toMatch(/^text\/plain/)
    expect(server.last().body.toString()).toBe('plain text')
  })

  test('a required one that is missing is a TypeError', async () => {
    for (const body of [undefined, null]) {
      const { error, sent } = await attempt(() => client.createItem(null, body))
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(/createItem/)
      expect(sent).toEqual([])
    }
  })

  test('an operation without a body sends neither body nor content type', async () => {
    await client.getItem({ group: 'g', id: 'i' })
    expect(server.last().headers['content-type']).toBeUndefined()
    expect(server.last().headers['content-length']).toBeUndefined()
    expect(server.last().body).toHaveLength(0)
  })

  test('any JSON body arrives as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (body) => {
        // axios takes these names out of every body, against prototype pollution.
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(JSON.stringify(body)))
        await client.createItem(null, body)
        expect(JSON.parse(server.last().body.toString())).toEqual(JSON.parse(JSON.stringify(body)))
      }),
    )
  })

  test('JSON text is sent as it is, not quoted again', async () => {
    await client.createItem(null, '{"name": "kept  as is"}')
    expect(server.last().body.toString()).toBe('{"name": "kept  as is"}')
  })
})

describe("names that collide with axios's", () => {
  test("keep axios's meaning on the client and are called through paths", async () => {
    await client.get('/raw')
    expect(server.last().url).toBe('/raw')
    await client.paths['/axios-has-this-name']?.get?.()
    expect(server.last().url).toBe('/axios-has-this-name')
  })

  test('then, catch, finally, toJSON and constructor are no methods of a client, but of paths', async () => {
    const names = ['then', 'catch', 'finally', 'toJSON', 'constructor']
    const paths = Object.fromEntries(
      names.map((name) => [`/${name}`, { get: { operationId: name, responses } }]),
    )
    const odd = apiFromDocument<ProbeClient>({ name: 'odd', paths }).create({ server: server.url })

    expect(await odd).toBe(odd)
    expect(() => JSON.stringify(odd)).not.toThrow()
    expect(server.requests).toHaveLength(0)
    for (const name of names) {
      await odd.paths[`/${name}`]?.get?.()
      expect(server.last().url).toBe(`/${name}`)
    }
  })
})
