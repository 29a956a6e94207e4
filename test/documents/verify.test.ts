import { describe, expect, it } from 'vitest'
import { argumentsOf, namedArguments } from '../../bench/documents/call.js'
import { type DocumentedOperation, operationsOf } from '../../bench/documents/operations.js'
import { schemaValidator } from '../../bench/documents/schemas.js'
import { problemsOf, type SentCall } from '../../bench/documents/verify.js'
import type { Recorded } from '../wire/recorder.js'

// The judge of `npm run test:documents` finds each way in which a request can differ from its document.

const text = { type: 'string' }
const document = {
  openapi: '3.0.3',
  paths: {
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      post: {
        parameters: [
          { name: 'tags', in: 'query', schema: { type: 'array', items: text } },
          { name: 'flat', in: 'query', explode: false, schema: { type: 'array', items: text } },
          { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object' } },
          { name: 'x-trace', in: 'header', schema: text },
          { name: 'session', in: 'cookie', schema: text },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: text, size: { type: 'integer' } },
              },
            },
          },
        },
        security: [{ Token: [] }],
      },
    },
  },
  components: { securitySchemes: { Token: { type: 'http', scheme: 'bearer' } } },
}
const [operation] = operationsOf(document) as [DocumentedOperation]
const values = [['a', 'b c'], ['x', 'y'], { from: 'a/b', to: '2' }, 'trace', 's p']
const call: SentCall = {
  parameters: new Map(operation.parameters.map((one, index) => [one, ['one/two', ...values][index]])),
  body: { value: { name: 'n', size: 1 }, media: operation.body?.content[0] as never },
  credentials: { Token: 'secret' },
}
const QUERY = 'tags=a&tags=b%20c&flat=x,y&filter[from]=a%2Fb&filter[to]=2'
const right: Recorded = {
  method: 'POST',
  url: `/things/one%2Ftwo?${QUERY}`,
  headers: {
    ...{ host: 'x', accept: '*/*', 'content-type': 'application/json', authorization: 'Bearer secret' },
    ...{ 'x-trace': 'trace', cookie: 'session=s%20p' },
  },
  rawHeaders: [],
  body: Buffer.from('{"name":"n","size":1}'),
}
const judge = (change: Partial<Recorded>): Promise<string[]> =>
  problemsOf({ ...right, ...change }, operation, { call, document, validate: schemaValidator(document) })
const headers = (change: Recorded['headers']): Partial<Recorded> => ({
  headers: { ...right.headers, ...change },
})
const query = (from: string, to: string): Partial<Recorded> => ({ url: right.url.replace(from, to) })

describe('a request that is as its document says', () => {
  it('has no problem', async () => {
    expect(await judge({})).toEqual([])
  })
})

describe('a request that differs from its document', () => {
  it.each<[string, Partial<Recorded>]>([
    ['method', { method: 'PUT' }],
    ['path', { url: `/thing/one%2Ftwo?${QUERY}` }],
    ['a path parameter', { url: `/things/one?${QUERY}` }],
    ['a path parameter that is not escaped', { url: `/things/one/two?${QUERY}` }],
    ['an item of a list that is missing', query('tags=a&', '')],
    ['a list written the other way', query('tags=a&tags=b%20c', 'tags=a,b%20c')],
    ['a list with brackets', query('tags=a&tags=', 'tags[]=a&tags[]=')],
    ['a flat list that is exploded', query('flat=x,y', 'flat=x&flat=y')],
    ['a member of an object', query('filter[to]=2', 'filter[to]=3')],
    ['a query parameter too many', query('?', '?more=1&')],
    ['a header that is missing', headers({ 'x-trace': undefined })],
    ['a header of another value', headers({ 'x-trace': 'other' })],
    ['a header too many', headers({ 'x-more': '1' })],
    ['a cookie', headers({ cookie: 'session=other' })],
    ['a credential that is missing', headers({ authorization: undefined })],
    ['a credential of another scheme', headers({ authorization: 'Basic secret' })],
    ['the content type', headers({ 'content-type': 'text/plain' })],
    ['a member of the body', { body: Buffer.from('{"name":"n","size":2}') }],
    ['a body that is missing', { body: Buffer.from('') }],
  ])('%s is found', async (_name, change) => {
    expect(await judge(change)).not.toEqual([])
  })

  it('a body that does not fit its schema is found', async () => {
    const body = { value: { size: 'one' }, media: operation.body?.content[0] as never }
    const found = await problemsOf({ ...right, body: Buffer.from('{"size":"one"}') }, operation, {
      call: { ...call, body },
      document,
      validate: schemaValidator(document),
    })

    expect(found).toEqual([expect.stringContaining('does not fit its schema')])
  })
})

it('gives each of several parameters of one name an argument', () => {
  const schema = { type: 'string' }
  const parameters = ['query', 'path', 'header'].map((place) => ({ name: 'id', in: place, schema }))
  const shared = { openapi: '3.0.3', paths: { '/a/{id}': { get: { parameters } } } }
  const [only] = operationsOf(shared) as [DocumentedOperation]
  const validate = schemaValidator(shared)

  const { call, left } = argumentsOf(only, { document: shared, validate, credentials: {} })

  expect(left).toEqual([])
  expect(Object.keys(namedArguments(only, call))).toEqual(['query.id', 'id', 'header.id'])
})
