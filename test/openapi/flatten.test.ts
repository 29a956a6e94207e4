import { describe, expect, it } from 'vitest'
import type { OpenAPIDocument } from '../../src/core/types.js'
import { flattenDocument } from '../../src/openapi/flatten.js'
import { loadDocument } from '../../src/openapi/load.js'

const flatten = (document: object) =>
  flattenDocument({ openapi: '3.0.3', info: { title: 'T', version: '1' }, ...document } as OpenAPIDocument)

const operation = (parts: object, path = '/a') =>
  flatten({ paths: { [path]: { get: { responses: {}, ...parts } } } }).operations[0]

describe('flattenDocument', () => {
  it('gives the operations of the Access Token API in document order', async () => {
    const { operations, tags, warnings, server } = flattenDocument(await loadDocument('openapi.json'))

    expect(operations.map(({ id }) => id)).toEqual([
      ...[
        'createAccessToken',
        'listAccessTokens',
        'revokeAccessToken',
        'getAccessTokenJwks',
        'getAccessTokenOIDC',
      ],
      ...['getPublicTokenJwks', 'getPublicTokenOIDC'],
    ])
    expect(tags.map(({ name }) => name)).toEqual(['Access Tokens', 'Public'])
    expect(server).toBe('https://access-token.sls.epilot.io')
    expect(warnings).toEqual([])
  })

  it('does not change the document', async () => {
    const document = await loadDocument('test/fixtures/features.yaml')
    const before = JSON.stringify(document)

    flattenDocument(document)

    expect(JSON.stringify(document)).toBe(before)
  })

  it.each([
    ['GET', '/v1/entity/{slug}/{id}', 'getV1EntityBySlugById'],
    ['GET', '/', 'get'],
    ['GET', '/a-b/c.d', 'getABCD'],
  ])('names %s %s without an id %s', (_method, path, name) => {
    expect(operation({}, path)?.name).toBe(name)
  })

  it.each([
    ['get-entity', 'getEntity'],
    ['a.b/c', 'aBC'],
    ['1st', 'schema1st'],
    ['naïve', 'naïve'],
    ['then', 'thenOperation'],
    ['__proto__', 'protoOperation'],
    ['delete', 'delete'],
    ['getClient', 'getClientOperation'],
    // A handle has the members of every object before it has its operations.
    ['toString', 'toStringOperation'],
    ['__defineGetter__', 'defineGetterOperation'],
  ])('calls the operation %s by the method %s', (operationId, name) => {
    expect(operation({ operationId })).toMatchObject({ id: operationId, name })
  })

  it('keeps clashing ids apart, with a warning', () => {
    const { operations, warnings } = flatten({
      paths: { '/a': { get: { operationId: 'x' }, put: { operationId: 'x' }, post: { operationId: 'x!' } } },
    })

    expect(operations.map(({ id, name }) => [id, name])).toEqual([
      ['x', 'x'],
      ['x2', 'x2'],
      ['x!', 'x3'],
    ])
    expect(warnings.map(({ pointer }) => pointer)).toEqual(['/paths/~1a/put', '/paths/~1a/post'])
  })

  it('leaves an exact id to its operation, whatever stands before it', () => {
    const { operations } = flatten({
      paths: {
        '/user/get': { get: {} },
        '/a': {
          delete: { operationId: 'user-get' },
          get: { operationId: 'userGet' },
          put: { operationId: 'userGet' },
          post: { operationId: 'userGet2' },
        },
        '/b': { get: { operationId: 'getUserGet' } },
      },
    })

    expect(operations.map(({ method, id, name }) => [method, id, name])).toEqual([
      ['get', 'getUserGet2', 'getUserGet2'],
      ['delete', 'user-get', 'userGet4'],
      ['get', 'userGet', 'userGet'],
      ['put', 'userGet3', 'userGet3'],
      ['post', 'userGet2', 'userGet2'],
      ['get', 'getUserGet', 'getUserGet'],
    ])
  })

  it('names thirty thousand operations of one id in no time', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, index) => [`/${index}`, { get: { operationId: 'x' } }]),
    )

    const started = performance.now()
    expect(flatten({ paths }).operations.at(-1)?.name).toBe('x30000')

    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('lets parameters of the operation replace those of the path', () => {
    const { operations } = flatten({
      paths: {
        '/a': {
          parameters: [
            { name: 'q', in: 'query', description: 'path' },
            { name: 'p', in: 'query' },
          ],
          get: { parameters: [{ name: 'q', in: 'query', description: 'operation' }] },
        },
      },
    })

    expect(operations[0]?.parameters.map(({ name, description }) => [name, description])).toEqual([
      ['q', 'operation'],
      ['p', undefined],
    ])
  })

  it.each([
    ['a path parameter that nothing declares', {}, '/a/{id}', ['id']],
    ['a path parameter that the path lacks', { parameters: [{ name: 'id', in: 'path' }] }, '/a', []],
    [
      'an Authorization header as a parameter',
      { parameters: [{ name: 'Authorization', in: 'header' }] },
      '/a',
      [],
    ],
    ['a parameter without a place', { parameters: [{ name: 'x' }] }, '/a', []],
  ])('warns about %s', (_what, parts, path, names) => {
    const { operations, warnings } = flatten({ paths: { [path]: { get: parts } } })

    expect(operations[0]?.parameters.map(({ name }) => name)).toEqual(names)
    expect(warnings).toHaveLength(1)
  })

  it('takes a scheme that is not defined for a bearer token, rather than the operation for a public one', () => {
    const { operations, securitySchemes, warnings } = flatten({
      security: [{ Lost: [] }],
      paths: { '/a': { get: {} } },
    })

    expect(operations[0]?.security).toEqual([['Lost']])
    expect(securitySchemes).toEqual({ Lost: { type: 'http', scheme: 'bearer' } })
    expect(warnings).toHaveLength(1)
  })

  it('follows a path item, a parameter and an answer that are $refs, escaped and chained', () => {
    const { operations } = flatten({
      paths: { '/a': { $ref: '#/components/pathItems/a~1b%20c' } },
      components: {
        pathItems: { 'a/b c': { get: { parameters: [{ $ref: '#/components/parameters/One' }] } } },
        parameters: { One: { $ref: '#/components/parameters/Two' }, Two: { name: 'q', in: 'query' } },
      },
    })

    expect(operations[0]?.parameters.map(({ name }) => name)).toEqual(['q'])
  })

  it('has the operations of a path item beside its $ref, and those that it leads to', () => {
    const { operations } = flatten({
      paths: {
        '/a': { $ref: '#/components/pathItems/A', post: {}, parameters: [{ name: 'q', in: 'query' }] },
      },
      components: { pathItems: { A: { get: {}, post: { operationId: 'theirs' } } } },
    })

    expect(operations.map(({ id }) => id)).toEqual(['getA', 'postA'])
    expect(operations.map(({ parameters }) => parameters.length)).toEqual([1, 1])
  })

  it('tells a method that is not in lower case', () => {
    expect(flatten({ paths: { '/a': { GET: {} } } }).warnings).toEqual([
      { pointer: '/paths/~1a/GET', message: 'is no method: get is. The operation is ignored.' },
    ])
  })

  it.each([
    ['no version', { openapi: undefined }, '/openapi'],
    ['Swagger 2', { swagger: '2.0' }, '/swagger'],
    ['version 4', { openapi: '4.0.0' }, '/openapi'],
    ['a list of paths', { paths: [] }, '/paths'],
    ['a version that is a number', { openapi: 3.1 }, '/openapi'],
    ['a parameter without a name', { paths: { '/a/{}/{b}': {} } }, '/paths/~1a~1{}~1{b}'],
    ['a path without a slash', { paths: { a: {} } }, '/paths/a'],
    ['a $ref that leads nowhere', { paths: { '/a': { $ref: '#/x' } } }, '/paths/~1a'],
    ['a $ref to itself', { paths: { '/a': { $ref: '#/paths/~1a' } } }, '/paths/~1a'],
    ['a $ref into a prototype', { paths: { '/a': { $ref: '#/paths/constructor' } } }, '/paths/~1a'],
  ])('refuses a document with %s', (_what, parts, pointer) => {
    expect(() => flatten(parts)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer })] }),
    )
  })

  it.each(['12345678901234567890', '9007199254740993', '-9223372036854775808'])(
    'shows no other number for %s',
    (number) => {
      const rounded = Number(number)
      const text = JSON.stringify({
        id: { type: 'integer', default: 'N', example: 'N', maximum: 'N', minimum: 7 },
        kind: { enum: ['N', 1] },
        other: { enum: [1, 'N'], example: { default: 'N' } },
        default: { type: 'number', default: 9007199254740991, multipleOf: 1e21 },
      }).replaceAll('"N"', number)
      const properties = JSON.parse(text)
      const { document, warnings } = flatten({ components: { schemas: { A: { properties } } } })

      expect(document.components).toEqual({
        schemas: {
          A: { properties: { ...properties, id: { type: 'integer', minimum: 7 } } },
        },
      })
      expect(warnings).toEqual([
        {
          pointer: '/components/schemas/A/properties/id/default',
          message: `is beyond 2^53, where JavaScript rounds, and may not be ${rounded}: it is left out, here and in 2 more places.`,
        },
        {
          pointer: '/components/schemas/A/properties/kind/enum/0',
          message: `is beyond 2^53, where JavaScript rounds: it is taken for ${rounded}, here and in 2 more places.`,
        },
      ])
    },
  )

  it('names every problem at once', () => {
    const paths = { b: {}, '/a': { get: { parameters: [{ $ref: '#/x' }], requestBody: { $ref: '#/y' } } } }

    expect(() => flatten({ paths })).toThrow(/\/paths\/b.*\n.*parameters\/0.*\n.*requestBody/)
  })
})
