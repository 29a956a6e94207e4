import fc from 'fast-check'
import { OpenAPIClientAxios } from 'openapi-client-axios'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientFromDocument, type OpenAPIDocument } from '../../src/openapi/index.js'
import { type Recorded, type Recorder, startRecorder } from './recorder.js'

/** An API that has each feature which openapi-client-axios sends as the specification says. */
const document: OpenAPIDocument = {
  openapi: '3.0.3',
  info: { title: 'Both', version: '1' },
  servers: [{ url: 'http://127.0.0.1' }],
  paths: {
    '/items/{id}/parts/{part}': {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'part', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'q', in: 'query', schema: { type: 'string' } },
        { name: 'page', in: 'query', schema: { type: 'integer' } },
        { name: 'open', in: 'query', schema: { type: 'boolean' } },
        { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
      ],
      get: { operationId: 'readPart', responses: { 200: { description: 'ok' } } },
      delete: { operationId: 'deletePart', responses: { 200: { description: 'ok' } } },
      put: {
        operationId: 'writePart',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { 200: { description: 'ok' } },
      },
    },
    '/items': {
      get: {
        operationId: 'listItems',
        parameters: [
          { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object' } },
          { name: 'session', in: 'cookie', schema: { type: 'string' } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'ok' } },
      },
      post: {
        operationId: 'createItem',
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { 201: { description: 'ok' } },
      },
    },
  },
}

type Method = (parameters?: unknown, data?: unknown, config?: object) => Promise<unknown>
type Client = Record<string, Method> & { defaults: { headers: { common: Record<string, string> } } }

let server: Recorder
let ours: Client
let theirs: Client

beforeAll(async () => {
  server = await startRecorder()
  ours = (await createClientFromDocument(document, { server: server.url, retry: false })) as unknown as Client
  const api = new OpenAPIClientAxios({
    definition: document as never,
    axiosConfigDefaults: { baseURL: server.url },
  })
  theirs = (await api.getClient()) as unknown as Client
})
afterAll(() => server.close())

/** What a server makes of a request: percent-encoding may differ, its meaning may not. */
const meaning = ({ method, url, headers, body }: Recorded) => {
  const { pathname, searchParams } = new URL(url, 'http://host')
  return {
    method,
    path: pathname.split('/').map(decodeURIComponent),
    query: [...searchParams].sort(([a], [b]) => (a < b ? -1 : 1)),
    headers: Object.fromEntries(
      ['x-trace', 'content-type', 'authorization', 'cookie', 'x-own'].map((name) => [name, headers[name]]),
    ),
    body: body.toString(),
  }
}

const sent = async (client: Client, operation: string, args: unknown[]) => {
  const before = server.requests.length
  await client[operation]?.(...args)
  const [request] = server.requests.slice(before)
  if (!request) throw new Error(`${operation} sent nothing`)
  return meaning(request)
}

const both = async (operation: string, ...args: unknown[]) => ({
  ours: await sent(ours, operation, args),
  theirs: await sent(theirs, operation, args),
})

const text = fc.string({ unit: 'binary', maxLength: 12 })
const visible = fc.stringMatching(/^[!-~]{1,12}$/)
const segment = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((value) => !/^\.\.?$/.test(value))
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const parameters = fc.record(
  {
    id: segment,
    part: segment,
    q: optional(text),
    page: optional(fc.integer()),
    open: optional(fc.boolean()),
    'X-Trace': optional(visible),
    'not documented': optional(text),
  },
  { requiredKeys: ['id', 'part'] },
)
const body = fc
  .dictionary(text, fc.jsonValue({ maxDepth: 2 }))
  .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value)))

/** Inputs for which openapi-client-axios does not do what the document says, and what it does instead. */
const differences: {
  name: string
  operation: string
  args: unknown[]
  /** What we send; `undefined`: nothing, but a TypeError. */
  ours: object | undefined
  theirs: object
}[] = [
  {
    name: 'a list in the query: form, explode repeats the name',
    operation: 'listItems',
    args: [{ ids: ['a', 'b'] }],
    ours: {
      query: [
        ['ids', 'a'],
        ['ids', 'b'],
      ],
    },
    theirs: {
      query: [
        ['ids[]', 'a'],
        ['ids[]', 'b'],
      ],
    },
  },
  {
    name: 'a cookie parameter: sent as a cookie',
    operation: 'listItems',
    args: [{ session: 'abc' }],
    ours: { headers: { cookie: 'session=abc' } },
    theirs: { headers: { cookie: undefined } },
  },
  {
    name: 'a missing path parameter: an error, not the text "undefined"',
    operation: 'readPart',
    args: [{ id: 'a' }],
    ours: undefined,
    theirs: { path: ['', 'items', 'a', 'parts', 'undefined'] },
  },
  {
    name: 'a path parameter of null: an error, not the text "null"',
    operation: 'readPart',
    args: [{ id: 'a', part: null }],
    ours: undefined,
    theirs: { path: ['', 'items', 'a', 'parts', 'null'] },
  },
  {
    name: 'an empty path parameter: an error, not another resource',
    operation: 'readPart',
    args: [{ id: 'a', part: '' }],
    ours: undefined,
    theirs: { path: ['', 'items', 'a', 'parts', ''] },
  },
  {
    name: 'two dots as a path parameter: an error, not a step upwards',
    operation: 'readPart',
    args: [{ id: 'a', part: '..' }],
    ours: undefined,
    theirs: { path: ['', 'items', 'a', ''] },
  },
  {
    name: 'a required body that is missing: an error, not an empty request',
    operation: 'createItem',
    args: [],
    ours: undefined,
    theirs: { body: '' },
  },
]

describe('requests equal those of openapi-client-axios', () => {
  for (const operation of ['readPart', 'deletePart']) {
    test(`${operation}: path, query and header parameters`, async () => {
      await fc.assert(
        fc.asyncProperty(parameters, async (given) => {
          const requests = await both(operation, given)
          expect(requests.ours).toEqual(requests.theirs)
        }),
      )
    })
  }

  test('writePart: parameters and a body', async () => {
    await fc.assert(
      fc.asyncProperty(parameters, optional(body), async (given, data) => {
        const requests = await both('writePart', given, data)
        expect(requests.ours).toEqual(requests.theirs)
      }),
    )
  })

  test('createItem: a body', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (data) => {
        const requests = await both('createItem', null, data)
        expect(requests.ours).toEqual(requests.theirs)
      }),
    )
  })

  test('deepObject: an object of texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.stringMatching(/^\w{1,8}$/), text), async (filter) => {
        fc.pre(!Object.keys(filter).some((key) => /^(__proto__|constructor|prototype)$/.test(key)))
        const requests = await both('listItems', { filter })
        expect(requests.ours).toEqual(requests.theirs)
      }),
    )
  })

  test("config's headers and params", async () => {
    await fc.assert(
      fc.asyncProperty(visible, text, async (header, value) => {
        const requests = await both('listItems', {}, undefined, {
          headers: { 'X-Own': header },
          params: { extra: value },
        })
        expect(requests.ours).toEqual(requests.theirs)
      }),
    )
  })
})

describe('known differences', () => {
  for (const { name, operation, args, ours: expected, theirs: otherwise } of differences) {
    test(name, async () => {
      expect(await sent(theirs, operation, args)).toMatchObject(otherwise)
      if (expected) expect(await sent(ours, operation, args)).toMatchObject(expected)
      else await expect(sent(ours, operation, args)).rejects.toBeInstanceOf(TypeError)
    })
  }

  test("a header parameter beside a default header of that name: the call's wins", async () => {
    for (const client of [ours, theirs]) client.defaults.headers.common['X-Trace'] = 'default'
    const requests = await both('listItems', { 'X-Trace': 'call' })
    for (const client of [ours, theirs]) delete client.defaults.headers.common['X-Trace']
    expect(requests.ours.headers['x-trace']).toBe('call')
    expect(requests.theirs.headers['x-trace']).toBe('default')
  })
})
