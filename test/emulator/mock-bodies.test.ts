import { expect, test } from 'vitest'
import type { ApiError, OperationMethod } from '../../src/core/index.js'
import { createClientFromDocument } from '../../src/openapi/index.js'
import { documentOf, type Json, json, NO_CONTENT, post, send, serve, start } from './mock.js'

test('a request need not have read-only properties, may send null where the document says so', async () => {
  const schema = {
    type: 'object',
    required: ['id', 'name', 'owner'],
    properties: {
      id: { type: 'string', readOnly: true },
      name: { type: 'string', nullable: true },
      owner: { $ref: '#/components/schemas/Generated' },
      size: { type: 'number', minimum: 0, exclusiveMinimum: true },
    },
  }
  const Generated = { type: 'string', readOnly: true }
  const post200 = { requestBody: { required: true, content: json(schema) }, responses: NO_CONTENT }
  await start({ '/x': { post: post200 } }, { components: { schemas: { Generated } } })

  expect((await post('/x', { name: null })).status).toBe(204)
  expect((await post('/x', { name: 5, size: 0 })).body.error).toBe(
    'body/name must be null or string; body/size must be > 0',
  )
})

test('3.1 documents mean JSON Schema 2020-12', async () => {
  const schema = {
    type: ['object', 'null'],
    properties: {
      pair: { prefixItems: [{ const: 'a' }, { type: 'integer' }], items: false },
      n: { exclusiveMinimum: 3 },
    },
  }
  const operation = { requestBody: { content: json(schema) }, responses: NO_CONTENT }
  await start({ '/x': { post: operation } }, { openapi: '3.1.0' })

  expect((await post('/x', null)).status).toBe(204)
  expect((await post('/x', { pair: ['a', 1], n: 4 })).status).toBe(204)
  expect((await post('/x', { pair: ['b', 1], n: 3 })).body.error).toBe(
    'body/pair/0 must be "a"; body/n must be > 3',
  )
})

test('a $ref of a 3.1 document may have siblings', async () => {
  const operation = {
    requestBody: { content: json({ $ref: '#/components/schemas/Name', maxLength: 2 }) },
    responses: NO_CONTENT,
  }
  await start(
    { '/x': { post: operation } },
    { openapi: '3.1.0', components: { schemas: { Name: { type: 'string' } } } },
  )

  expect((await post('/x', 'abc')).body.error).toBe('body must NOT have more than 2 characters')
  expect((await post('/x', 5)).body.error).toBe('body must be string')
})

test('the problems of a recursive union are those of the variant that is meant', async () => {
  const Node = {
    oneOf: [
      {
        type: 'object',
        required: ['kind', 'value'],
        properties: { kind: { const: 'leaf' }, value: { type: 'number' } },
      },
      {
        type: 'object',
        required: ['kind', 'child'],
        properties: { kind: { const: 'branch' }, child: { $ref: '#/components/schemas/Node' } },
      },
    ],
  }
  const operation = {
    requestBody: { content: json({ $ref: '#/components/schemas/Node' }) },
    responses: NO_CONTENT,
  }
  await start({ '/x': { post: operation } }, { openapi: '3.1.0', components: { schemas: { Node } } })

  const { body } = await post('/x', {
    kind: 'branch',
    child: { kind: 'branch', child: { kind: 'leaf', value: 'x' } },
  })

  expect(body.error).toContain('body/child/child/value must be number')
  expect((await post('/x', { kind: 'branch', child: { kind: 'leaf', value: 1 } })).status).toBe(204)
})

test('form bodies get the types of the document', async () => {
  const schema = {
    type: 'object',
    required: ['age'],
    properties: { age: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
  }
  const content = { 'application/x-www-form-urlencoded': { schema }, 'multipart/form-data': { schema } }
  await start({ '/x': { post: { requestBody: { required: true, content }, responses: NO_CONTENT } } })
  const form = (body: string) => post('/x', body, 'application/x-www-form-urlencoded')
  const data = new FormData()
  data.set('age', '5')
  data.set('file', new Blob(['bytes']), 'a.bin')

  expect((await form('age=5&tags=a')).status).toBe(204)
  expect((await form('age=old')).body.error).toBe('body/age must be integer')
  expect((await send('/x', { method: 'POST', body: data })).status).toBe(204)
  expect((await post('/x', 'broken', 'multipart/form-data; boundary=x')).body.error).toContain(
    'does not parse',
  )
  expect((await post('/x', '<x/>', 'application/xml')).body.error).toContain(
    'body must be of type application/x-www-form-urlencoded or multipart/form-data',
  )
})

test('binary and text bodies pass, an optional body may be missing', async () => {
  const content = {
    'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    'text/*': { schema: { type: 'string', maxLength: 3 } },
  }
  await start({ '/x': { post: { requestBody: { content }, responses: NO_CONTENT } } })

  expect((await send('/x', { method: 'POST' })).status).toBe(204)
  expect((await post('/x', 'bytes', 'application/octet-stream')).status).toBe(204)
  expect((await post('/x', 'long text', 'text/plain')).body.error).toBe(
    'body must NOT have more than 3 characters',
  )
})

test('keywords that no validator can read are left out, the rest is checked', async () => {
  const schema = {
    type: 'object',
    required: true,
    properties: {
      a: { type: 'file', pattern: '(' },
      b: { type: 'integer', required: true, enum: [] },
      $ref: { type: 'string' },
    },
    $id: 'https://example.com/x',
    minProperties: -1,
  }
  const operation = { requestBody: { content: json(schema) }, responses: NO_CONTENT }
  await start({ '/x': { post: operation } }, { openapi: '3.1.0' })

  expect((await post('/x', { a: 1, b: 2 })).status).toBe(204)
  expect((await post('/x', { b: 'x', $ref: 1 })).body.error).toBe(
    'body/b must be integer; body/$ref must be string',
  )
})

test('names that every object inherits are properties like any other', async () => {
  const names = ['constructor', 'toString']
  const schema = { type: 'object', required: names, additionalProperties: false }
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'integer' }]))
  const operation = { requestBody: { content: json({ ...schema, properties }) }, responses: NO_CONTENT }
  await start({ '/x': { post: operation } })

  expect((await post('/x', { constructor: 1, toString: 2 })).status).toBe(204)
  expect((await post('/x', { constructor: 'x' })).body.error).toBe(
    "body must have required property 'toString'; body/constructor must be integer",
  )
})

test('what a client of the same document sends is taken, whatever its form', async () => {
  const object = (properties: Json, more: Json = {}) => ({ type: 'object', properties, ...more })
  const text = { type: 'string' }
  const body = (content: Json) => ({ operationId: '', requestBody: { content }, responses: NO_CONTENT })
  const upload = object({
    meta: object({ a: { type: 'integer' } }, { required: ['a'] }),
    list: { type: 'array', items: { type: 'integer' } },
    objects: { type: 'array', items: object({ a: { type: 'integer' } }, { required: ['a'] }) },
    file: { type: 'string', format: 'binary' },
  })
  const fields = object(
    {
      flat: { type: 'array', items: { type: 'integer' } },
      deep: object({ n: { type: 'array', items: text } }),
      json: object({ k: { type: 'integer' } }),
      tags: { type: 'array', items: text },
      open: object({ k1: { type: 'integer' } }),
    },
    { additionalProperties: false },
  )
  const encoding = {
    flat: { explode: false },
    deep: { style: 'deepObject' },
    json: { contentType: 'application/json' },
  }
  const same = [
    { name: 'id', in: 'path', required: true, schema: text },
    { name: 'id', in: 'query', required: true, schema: { type: 'integer' } },
    { name: 'f', in: 'query', style: 'deepObject', schema: object({ n: { type: 'array', items: text } }) },
  ]
  const multipart = { schema: upload, encoding: { list: { contentType: 'application/json' } } }
  const document = documentOf({
    '/m': { post: { ...body({ 'multipart/form-data': multipart }), operationId: 'm' } },
    '/x': { post: { ...body({ 'multipart/mixed': { schema: upload } }), operationId: 'x' } },
    '/u': {
      post: {
        ...body({ 'application/x-www-form-urlencoded': { schema: fields, encoding } }),
        operationId: 'u',
      },
    },
    '/s/{id}': { get: { operationId: 's', parameters: same, responses: NO_CONTENT } },
  })
  const { url } = await serve({ document })
  const client = await createClientFromDocument(document, { server: url, retry: false })
  const status = async (name: string, ...args: Parameters<OperationMethod>) =>
    (await client[name]?.(...args).catch((error: ApiError) => error))?.status
  const files = { meta: { a: 1 }, list: [1, 2], file: new Blob(['x']) }

  expect(await status('m', null, files)).toBe(204)
  expect(await status('m', null, { ...files, list: [1] })).toBe(204)
  expect(await status('m', null, { ...files, objects: [{ a: 1 }] })).toBe(204)
  expect(await status('m', null, { ...files, objects: [{ a: 1 }, { a: 2 }] })).toBe(204)
  expect(await status('m', null, { ...files, objects: [{}] })).toBe(400)
  expect(await status('m', null, { meta: { a: 'x' } })).toBe(400)
  expect(await status('x', null, { ...files, list: [1] })).toBe(204)
  expect(await status('u', null, { flat: [1, 2], deep: { n: ['one'] }, json: { k: 1 }, tags: ['a'] })).toBe(
    204,
  )
  expect(await status('u', null, { flat: [1], open: { k1: 1 } })).toBe(204)
  expect(await status('u', null, { json: { k: 'x' } })).toBe(400)
  expect(await status('s', { id: 'a', 'query.id': 1, f: { n: ['one'] } })).toBe(204)
  expect(await status('s', { id: 'a', 'query.id': 'x' })).toBe(400)
})

test('a body of a GET is held to the document like any other', async () => {
  const body = { required: true, content: json({ type: 'object', properties: { n: { type: 'integer' } } }) }
  const document = documentOf({
    '/x': { get: { operationId: 'x', requestBody: body, responses: NO_CONTENT } },
    '/y': { get: { operationId: 'y', requestBody: { ...body, required: false }, responses: NO_CONTENT } },
  })
  const { url } = await serve({ document })
  const client = await createClientFromDocument(document, { server: url, retry: false })
  const status = async (name: string, data?: Json) =>
    (await client[name]?.(null, data).catch((error: ApiError) => error))?.status

  expect(await status('x', { n: 1 })).toBe(204)
  expect(await status('x', { n: 'x' })).toBe(400)
  expect((await send('/x')).status).toBe(400)
  expect(await status('y', { n: 1 })).toBe(204)
  expect(await status('y', { n: 'x' })).toBe(400)
  expect((await send('/y')).status).toBe(204)
})

test('a schema that is a boolean takes anything, or nothing', async () => {
  const properties = {
    any: { $ref: '#/components/schemas/Any' },
    none: { $ref: '#/components/schemas/None' },
  }
  const requestBody = { content: json({ properties }) }
  await start(
    { '/x': { post: { requestBody, responses: NO_CONTENT } } },
    { openapi: '3.1.0', components: { schemas: { Any: true, None: false } } },
  )

  expect((await post('/x', { any: 1 })).status).toBe(204)
  expect((await post('/x', { none: 1 })).status).toBe(400)
})
