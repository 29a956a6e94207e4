import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClientFromDocument, DocumentError } from '../../src/openapi/index.js'
import { loadDocument } from '../../src/openapi/load.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'

let recorder: Recorder
beforeEach(async () => {
  recorder = await startRecorder()
})
afterEach(() => recorder.close())

/** A client of the feature document, all its servers being the recorder. */
async function featureClient(options = {}) {
  const text = JSON.stringify(await loadDocument('test/fixtures/features.yaml'))
  const document = JSON.parse(
    text.replaceAll(/https:\/\/(\{region\}|files|forms)\.example\.com/g, recorder.url),
  )
  return createClientFromDocument(document, options)
}

describe('createClientFromDocument', () => {
  it('takes a document, a file or a URL', async () => {
    const text = await readFile('openapi.json', 'utf8')
    const server = createServer((_request, response) => void response.end(text))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.json`

    for (const document of [JSON.parse(text), 'openapi.json', url, new URL(url)]) {
      const client = await createClientFromDocument(document, { server: recorder.url, token: 'secret' })
      await client.revokeAccessToken?.('a/b')
      expect(recorder.last()).toMatchObject({ method: 'DELETE', url: '/v1/access-tokens/a%2Fb' })
      expect(recorder.last().headers.authorization).toBe('Bearer secret')
    }
    server.close()
  })

  it('writes every style as OpenAPI does', async () => {
    const client = await featureClient()

    await client.search?.({
      kinds: ['a', 'b'],
      point: { x: 1, y: 2 },
      flat: ['a', 'b'],
      spaced: ['a', 'b'],
      piped: ['a', 'b'],
      deep: { k: 'v' },
      raw: 'a/b?c',
      filter: { a: 1 },
      'x-list': [1, 2],
      'x-filter': { a: 1 },
    })

    const { url, headers } = recorder.last()
    expect(url).toBe(
      '/v1/search/.a.b/;point=x,1,y,2?flat=a,b&spaced=a%20b&piped=a%7Cb&deep[k]=v&raw=a/b?c&filter=%7B%22a%22%3A1%7D',
    )
    expect(headers['x-list']).toBe('1,2')
    expect(headers['x-filter']).toBe('{"a":1}')
  })

  it('sends what a body is documented as', async () => {
    const client = await featureClient({ token: 'secret' })

    await client.patchPet?.('1', { name: 'Tom' })
    expect(recorder.last().headers['content-type']).toBe('application/merge-patch+json')
    await client.form?.(null, { tags: ['a', 'b'] })
    expect(recorder.last().body.toString()).toBe('tags=a&tags=b')
    await client.upload?.(null, { file: new Blob(['bytes']), meta: { name: 'a' } })
    expect(recorder.last().headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(recorder.last().body.toString()).toContain('bytes')
  })

  it('calls an operation with the name of an axios member by its path, without credentials where it is public', async () => {
    const client = await featureClient({ token: 'secret' })

    await client.paths['/pets/{id}']?.delete?.('1')

    expect(recorder.last()).toMatchObject({ method: 'DELETE', url: '/v1/pets/1' })
    expect(recorder.last().headers.authorization).toBeUndefined()
  })

  it('has an argument for each parameter, whatever they share their name with', async () => {
    const schema = { type: 'string' }
    const parameters = [
      { name: 'id', in: 'header', schema },
      { name: 'id', in: 'query', required: true, schema },
      { name: 'id', in: 'path', required: true, schema },
      { name: 'id', in: 'cookie', schema },
      { name: 'text', in: 'query', content: { 'text/plain': { schema } } },
      { name: 'x-text', in: 'header', content: { 'text/plain': { schema } } },
    ]
    const client = await createClientFromDocument(
      {
        openapi: '3.0.3',
        info: { title: 'T', version: '1' },
        paths: { '/a/{id}': { get: { operationId: 'same', parameters } } },
      },
      { server: recorder.url },
    )

    await client.same?.({
      id: 'p',
      'query.id': 'q',
      'header.id': 'h',
      'cookie.id': 'c',
      text: 'a b',
      'x-text': 'hey',
    })
    expect(recorder.last()).toMatchObject({ url: '/a/p?id=q&text=a%20b' })
    expect(recorder.last().headers).toMatchObject({ id: 'h', cookie: 'id=c', 'x-text': 'hey' })

    await client.same?.({ id: 'p', 'query.id': 'q' })
    expect(recorder.last().url).toBe('/a/p?id=q')
    expect(recorder.last().headers.id).toBeUndefined()
    await expect(client.same?.('p')).rejects.toThrow("same: query.id can't be undefined")
  })

  it('puts the value of a name that a path has twice in both places', async () => {
    const client = await createClientFromDocument(
      {
        openapi: '3.0.3',
        info: { title: 'T', version: '1' },
        paths: { '/a/{id}/b/{id}': { get: { operationId: 'twice' } } },
      },
      { server: recorder.url },
    )

    await client.twice?.({ id: 'x/y', q: 1 })
    expect(recorder.last().url).toBe('/a/x%2Fy/b/x%2Fy?q=1')
    await client.twice?.('z')
    expect(recorder.last().url).toBe('/a/z/b/z')
    await expect(client.twice?.({ id: '' })).rejects.toThrow(TypeError)
  })

  it('refuses what is no OpenAPI document', async () => {
    await expect(createClientFromDocument({ openapi: '2.0' } as never)).rejects.toThrow(DocumentError)
  })
})

it('sends no fragment of a path, and all that comes after it', async () => {
  const parameters = [{ name: 'q', in: 'query', schema: {} }]
  const operation = { operationId: 'list', parameters, responses: { 200: { description: '' } } }
  const client = await createClientFromDocument(
    {
      openapi: '3.0.3',
      info: { title: 'T', version: '1' },
      paths: { '/a#Action=List': { get: operation } },
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'k' } } },
    },
    { server: recorder.url, token: 'secret' },
  )

  await client.list?.({ q: 1, more: 'x#y' })
  await client.paths['/a#Action=List']?.get?.()

  expect(recorder.requests.map(({ url }) => url)).toEqual(['/a?q=1&more=x%23y&k=secret', '/a?k=secret'])
})

describe('answers of bytes or text', () => {
  const content = { 'application/pdf': {}, 'application/json': {}, 'text/csv': {} }
  const pdf = Buffer.from([0x25, 0x50, 0x44, 0x46, 0xff, 0x00])

  it.each([
    ['bytes', 'application/pdf', pdf, new Uint8Array(pdf)],
    ['JSON', 'application/json; charset=utf-8', Buffer.from('{"a":1}'), { a: 1 }],
    ['text', 'text/csv', Buffer.from('1'), '1'],
  ])('are %s as their content type says', async (_what, type, body, data) => {
    const server = await startRecorder((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(body)
    })
    const client = await createClientFromDocument(
      {
        openapi: '3.0.3',
        info: { title: 'T', version: '1' },
        paths: { '/a': { get: { operationId: 'read', responses: { 200: { description: '', content } } } } },
      },
      { server: server.url },
    )
    const answer = await client.read?.()
    await server.close()

    const read = answer?.data instanceof Uint8Array ? new Uint8Array(answer.data) : answer?.data
    expect(read).toEqual(data)
  })
})
