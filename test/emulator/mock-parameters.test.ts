import { expect, test } from 'vitest'
import { defineApi } from '../../src/core/index.js'
import { compileModel } from '../../src/openapi/compile.js'
import { flattenDocument } from '../../src/openapi/flatten.js'
import { documentOf, type Json, json, NO_CONTENT, send, start } from './mock.js'

test.each([
  ['/pets/7', 204],
  ['/pets/x', 400, 'path/id must be integer'],
  ['/pets/mine', 200],
  ['/pets/7/photos/a%2Fb.png', 204],
  ['/pets', 404, 'There is nothing at "/pets".'],
])('the path %s answers %i', async (path, status, error?: string) => {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
  const file = { name: 'file', in: 'path', required: true, schema: { type: 'string', pattern: '/' } }
  await start({
    '/pets/{id}': { parameters: [id], get: { responses: NO_CONTENT } },
    '/pets/mine': { get: { responses: { 200: { description: '', content: json({ type: 'string' }) } } } },
    '/pets/{id}/photos/{file}.png': { parameters: [id, file], get: { responses: NO_CONTENT } },
  })

  const answer = await send(path)

  expect(answer.status).toBe(status)
  if (error) expect(answer.body).toEqual({ status, error })
})

test.each([
  ['/?Action=List', 200, 'list'],
  ['/?Version=1&Action=List&limit=1', 200, 'list'],
  ['/?Action=Get&Version=1', 200, 'get'],
  ['/?Action=Get', 404],
  ['/?Action=List&limit=x', 400],
  ['/?Action=List&other=1', 400],
  ['/?Action=Put', 404],
  ['/fragment', 200, 'first'],
  ['/gr%C3%B6%C3%9Fe/a%20b', 200, 'wide'],
  ['/a/1/b/1', 200, 'twice'],
  ['/a/1/b/2', 404],
])(
  'of paths with a query, a fragment, other characters or one name twice, %s answers %i %s',
  async (path, status, body?: string) => {
    const get = (example: string, parameters: Json[] = []) => ({
      get: { parameters, responses: { 200: { description: '', content: json({}, { example }) } } },
    })
    const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } }
    const action = { name: 'Action', in: 'query', required: true, schema: { type: 'string' } }
    await start({
      '/?Action=List': get('list', [limit, { name: 'Version', in: 'query', schema: { type: 'integer' } }]),
      '/?Action=Get&Version=1': get('get', [action]),
      '/fragment#one': get('first'),
      '/fragment#a': get('second'),
      '/größe/{a b}%20b': get('wide'),
      '/a/{id}/b/{id}': get('twice'),
    })

    const answer = await send(path)

    expect(answer.status).toBe(status)
    if (body) expect(answer.body).toBe(body)
  },
)

test.each<[string, string | undefined]>([
  ['limit=5', undefined],
  ['limit=5&limit=6', 'query must have the parameter "limit" once, not 2 times'],
  ['limit=five', 'query/limit must be integer'],
  ['limit=0', 'query/limit must be >= 1'],
  ['', "query must have required property 'limit'"],
  ['limit=5&flag=true&tags=a&tags=b', undefined],
  ['limit=5&flag=yes', 'query/flag must be boolean'],
  ['limit=5&tags=toolong', 'query/tags/0 must NOT have more than 3 characters'],
  ['limit=5&ids=1,2,3', undefined],
  ['limit=5&ids=1,b', 'query/ids/1 must be integer'],
  ['limit=5&piped=1|2', undefined],
  ['limit=5&filter[age]=3&filter[name]=x', undefined],
  ['limit=5&filter[age]=old', 'query/filter/age must be integer'],
  ['limit=5&where=%7B%22a%22%3A1%7D', undefined],
  ['limit=5&where=%7B', 'query/where must be JSON'],
  ['limit=5&where=%7B%22a%22%3A%22x%22%7D', 'query/where/a must be integer'],
  ['limit=5&maybe=', undefined],
  [
    'limit=5&other=1',
    'query must not have the parameter "other"; known: limit, flag, tags, ids, piped, filter, where, maybe',
  ],
])('the query %s is held to the document', async (query, error) => {
  const parameter = (name: string, schema: Json, more: Json = {}) => ({ name, in: 'query', schema, ...more })
  const integers = { type: 'array', items: { type: 'integer' } }
  const filter = { type: 'object', properties: { age: { type: 'integer' } } }
  const parameters = [
    parameter('limit', { type: 'integer', minimum: 1 }, { required: true }),
    parameter('flag', { type: 'boolean' }),
    parameter('tags', { type: 'array', items: { type: 'string', maxLength: 3 } }),
    parameter('ids', integers, { explode: false }),
    parameter('piped', integers, { style: 'pipeDelimited', explode: false }),
    parameter('filter', filter, { style: 'deepObject', explode: true }),
    { name: 'where', in: 'query', content: json({ type: 'object', properties: { a: { type: 'integer' } } }) },
    parameter('maybe', { type: 'integer', nullable: true }),
  ]
  await start({ '/x': { get: { parameters, responses: NO_CONTENT } } })

  const { status, body } = await send(`/x?${query}`)

  expect(status === 204 ? undefined : body.error).toBe(error)
})

test('header and cookie parameters are held to the document', async () => {
  const parameters = [
    { name: 'X-Count', in: 'header', required: true, schema: { type: 'integer' } },
    { name: 'Accept', in: 'header', required: true, schema: { type: 'integer' } },
    { name: 'session', in: 'cookie', schema: { type: 'string', minLength: 3 } },
  ]
  await start({ '/x': { get: { parameters, responses: NO_CONTENT } } })
  const get = (headers: Record<string, string>) => send('/x', { headers })

  expect((await get({ 'x-count': '1', cookie: 'a=b; session=abc' })).status).toBe(204)
  expect((await get({})).body.error).toBe("header must have required property 'X-Count'")
  expect((await get({ 'x-count': 'a', cookie: 'session=x' })).body.error).toBe(
    'header/X-Count must be integer; cookie/session must NOT have fewer than 3 characters',
  )
})

const VALUES: [type: string, value: unknown][] = [
  ['integer', 5],
  ['string', 'a b&c/%?,;=+'],
  ['string', 'ü'],
  ['array', [1, 'b,c', 3]],
  ['object', { a: 1, 'b,c': 'd=e' }],
]

/** A schema that this value alone satisfies; numbers get their type before they are compared. */
const schemaOf = (type: string, value: unknown): Json => {
  const only = (one: unknown) => ({ type: typeof one === 'number' ? 'integer' : 'string', const: one })
  if (Array.isArray(value))
    return { type, prefixItems: value.map(only), minItems: value.length, maxItems: value.length }
  if (typeof value !== 'object' || value === null) return { type, const: value }
  const properties = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, only(inner)]))
  return { type, properties, required: Object.keys(value), additionalProperties: false }
}

const STYLES = [
  ['path', 'simple'],
  ['path', 'label'],
  ['path', 'matrix'],
  ['query', 'form'],
  ['query', 'spaceDelimited'],
  ['query', 'pipeDelimited'],
  ['query', 'deepObject'],
  ['header', 'simple'],
  ['cookie', 'form'],
] as const

interface Case {
  place: string
  style: string
  type: string
  value: unknown
  explode: boolean
}

/** Pairs that the specification defines, and whose characters the place can carry. */
const isDefined = ({ place, style, type, value, explode }: Case) => {
  if (style === 'deepObject') return type === 'object' && explode
  if (style.endsWith('Delimited')) return type === 'array' && !explode
  // A header's value is not encoded, so it can't hold everything.
  if (place === 'header') return type === 'integer'
  if (value === 'ü') return place !== 'cookie'
  return place !== 'cookie' || !explode || type === 'integer' || type === 'string'
}

const CASES = STYLES.flatMap(([place, style]) =>
  VALUES.flatMap(([type, value]) =>
    [true, false].map((explode) => ({ place, style, type, value, explode })).filter(isDefined),
  ),
)

test.each(CASES)(
  'what the client sends is what the mock reads: $place $style $type, explode $explode',
  async (one) => {
    const { place, style, type, value, explode } = one
    const schema = schemaOf(type, value)
    const parameter = { name: 'p', in: place, required: true, style, explode, schema }
    const path = place === 'path' ? '/x/{p}' : '/x'
    const paths = { [path]: { get: { operationId: 'read', parameters: [parameter], responses: NO_CONTENT } } }
    const { url } = await start(paths, { openapi: '3.1.0' })
    const model = flattenDocument(documentOf(paths, { openapi: '3.1.0' }))
    const { read } = defineApi(compileModel(model, 'test')).create({
      server: url,
      retry: false,
    }) as unknown as {
      read(parameters: Json): Promise<{ status: number }>
    }

    expect((await read({ p: value })).status).toBe(204)
  },
)

test('every method that a document has is answered as documented', async () => {
  const answers = (status: number) => ({ responses: { [status]: { description: '' } } })
  const mock = await start({
    '/x': { get: answers(200), head: answers(201), options: answers(202) },
    '/y': { get: answers(203) },
  })
  const status = async (path: string, method: string, headers = {}) =>
    (await fetch(mock.url + path, { method, headers })).status

  expect(await status('/x', 'GET')).toBe(200)
  expect(await status('/x', 'HEAD')).toBe(201)
  expect(await status('/x', 'OPTIONS')).toBe(202)
  expect(await status('/x', 'OPTIONS', { 'access-control-request-method': 'GET' })).toBe(204)
  expect(await status('/y', 'HEAD')).toBe(203)
})
