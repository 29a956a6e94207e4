import { expect, test } from 'vitest'
import { startMock } from '../../src/emulator/index.js'
import { documentOf, type Json, json, NO_CONTENT, post, send, serve, start } from './mock.js'

const ok = (schema: Json, more: Json = {}) => ({ 200: { description: 'ok', content: json(schema, more) } })

test('the documented example is the answer', async () => {
  await start({ '/pets': { get: { responses: ok({ type: 'array' }, { example: [{ name: 'Rex' }] }) } } })

  expect(await send('/pets')).toEqual({ status: 200, type: 'application/json', body: [{ name: 'Rex' }] })
})

test('the first of several named examples is the answer', async () => {
  const examples = { one: { value: 1 }, two: { value: 2 } }
  await start({ '/n': { get: { responses: ok({ type: 'integer' }, { examples }) } } })

  expect((await send('/n')).body).toBe(1)
})

test('without an example the answer is made from the schema, without what only requests have', async () => {
  const Pet = {
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      name: { type: 'string', minLength: 3 },
      age: { type: 'integer', minimum: 2 },
      password: { type: 'string', writeOnly: true },
      kind: { type: 'string', enum: ['dog', 'cat'] },
      parent: { $ref: '#/components/schemas/Pet' },
    },
  }
  const responses = ok({ $ref: '#/components/schemas/Pet' })
  await start({ '/pet': { get: { responses } } }, { components: { schemas: { Pet } } })

  const { body } = await send('/pet')

  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: expect.any(String),
    age: 2,
    kind: 'dog',
  })
})

test.each<[string, Json, number]>([
  [
    'the first success',
    { 400: { description: '' }, 202: { description: '' }, 200: { description: '' } },
    200,
  ],
  ['a range', { '4XX': { description: '' }, '2XX': { description: '' } }, 200],
  ['the default answer', { 404: { description: '' }, default: { description: '' } }, 200],
  ['a redirect where there is no success', { 302: { description: '' } }, 302],
  ['no content', NO_CONTENT, 204],
  ['nothing where no answer is documented', {}, 204],
])('%s is answered', async (_, responses, status) => {
  const mock = await start({ '/x': { get: { responses } } })

  const response = await fetch(`${mock.url}/x`, { redirect: 'manual' })

  expect(response.status).toBe(status)
})

test('the client chooses among media types; JSON is preferred', async () => {
  const content = {
    'text/csv': { schema: { type: 'string' }, example: 'a,b' },
    ...json({ type: 'integer' }, { example: 1 }),
  }
  await start({ '/x': { get: { responses: { 200: { description: '', content } } } } })
  const get = (accept: string) => send('/x', { headers: { accept } })

  expect(await get('*/*')).toMatchObject({ type: 'application/json', body: 1 })
  expect(await get('text/*;q=0.5')).toMatchObject({ type: 'text/csv', body: 'a,b' })
  expect(await get('image/png')).toMatchObject({ type: 'application/json' })
})

test('credentials have to be there in the form that the document asks for', async () => {
  const securitySchemes = {
    Bearer: { type: 'http', scheme: 'bearer' },
    Basic: { type: 'http', scheme: 'basic' },
    Key: { type: 'apiKey', in: 'query', name: 'key' },
    Cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
    Login: { type: 'oauth2', flows: {} },
  }
  const operation = (...security: Json[]) => ({ get: { security, responses: NO_CONTENT } })
  await start(
    {
      '/bearer': operation({ Bearer: [] }),
      '/either': operation({ Basic: [] }, { Key: [], Cookie: [] }),
      '/login': operation({ Login: [] }),
      '/optional': operation({ Bearer: [] }, {}),
      '/public': { get: { security: [], responses: NO_CONTENT } },
      '/default': { get: { responses: NO_CONTENT } },
    },
    { components: { securitySchemes }, security: [{ Bearer: [] }] },
  )
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await send(path, { headers })).status
  const bearer = { authorization: 'Bearer abc' }

  expect(await status('/bearer', bearer)).toBe(204)
  expect(await status('/bearer', { authorization: 'Basic abc' })).toBe(401)
  expect(await status('/login', bearer)).toBe(204)
  expect(await status('/either', { authorization: 'Basic abc' })).toBe(204)
  expect(await status('/either?key=1')).toBe(401)
  expect(await status('/either?key=1', { cookie: 'session=1' })).toBe(204)
  expect(await status('/optional')).toBe(204)
  expect(await status('/public')).toBe(204)
  expect((await send('/default')).body).toEqual({
    status: 401,
    error: 'The request has no credentials; getDefault needs Bearer.',
  })
})

test('a document that cannot be used is refused before anything listens', async () => {
  const document = { ...documentOf({}), openapi: '2.0' }

  await expect(startMock({ document })).rejects.toThrow('3.0 or 3.1')
})

test('faults and CORS work as in the emulator', async () => {
  const mock = await serve({
    document: documentOf({ '/x': { get: { responses: NO_CONTENT } } }),
    fault: () => ({ status: 503 }),
  })

  const response = await fetch(`${mock.url}/x`)

  expect(response.status).toBe(503)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

test.each(['/v1/access-tokens/.well-known/jwks.json', '/v1/access-tokens?token_type=api'])(
  'the Access Token API itself can be mocked: %s',
  async (path) => {
    const { default: document } = await import('../../openapi.json', { with: { type: 'json' } })
    await serve({ document })

    expect((await send(path, { headers: { authorization: 'Bearer any' } })).status).toBe(200)
  },
)

test('a pattern that takes for ever holds up neither answers nor requests', async () => {
  const email = { type: 'string', pattern: '^([a-z0-9]+)+@x$', example: `${'a'.repeat(49)}!` }
  const slow = Array.from({ length: 40 }, (_, index) => ({ ...email, pattern: `^(a*)*b{${index}}$` }))
  const properties = { email, ...slow }
  const schema = { type: 'object', properties, required: ['email'] }
  await start({ '/a': { post: { requestBody: { content: json(schema) }, responses: ok(schema) } } })
  const started = performance.now()

  expect(await post('/a', { email: email.example })).toMatchObject({ body: { email: email.example } })
  expect(performance.now() - started).toBeLessThan(6000)
})

test('other patterns are held against values of any length', async () => {
  const pattern = '^(?:[a-z]+-)*[a-z]+$'
  const responses = ok({ type: 'string', pattern }, { example: `${'ab-'.repeat(100)}!` })
  await start({ '/a': { post: { requestBody: { content: json({ pattern }) }, responses } } })

  expect((await post('/a', 'ab-'.repeat(100))).status).toBe(400)
  expect((await post('/a', `${'ab-'.repeat(100)}a`)).status).toBe(200)
})

test('a content type that no header can carry is answered without what it can not', async () => {
  await start({ '/a': { get: { responses: { 200: { description: '', content: { 'text/x\ny': {} } } } } } })

  expect(await send('/a')).toMatchObject({ status: 200, type: 'text/x?y' })
})
