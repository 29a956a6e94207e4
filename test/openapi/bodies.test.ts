import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClientFromDocument } from '../../src/openapi/index.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'

let recorder: Recorder
beforeEach(async () => {
  recorder = await startRecorder()
})
afterEach(() => recorder.close())

/** Sends a body to an operation with this content, and gives what arrived. */
const send = async (content: object, data: unknown, headers: Record<string, string> = {}) => {
  const operation = { operationId: 'send', requestBody: { content }, responses: { 204: { description: '' } } }
  const client = await createClientFromDocument(
    { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: { '/a': { post: operation } } },
    { server: recorder.url, token: 't' },
  )
  await client.send?.(null, data, { headers })
  const { headers: sent, body } = recorder.last()
  return { type: String(sent['content-type']), body: body.toString() }
}

it.each([
  ['no type', new Blob(['a,b']), {}, 'image/png'],
  ['another type', new Blob(['a,b'], { type: 'text/csv' }), {}, 'image/png'],
  ['a type that the call replaces', new Blob(['a,b']), { 'content-type': 'image/x-own' }, 'image/x-own'],
])('that is a Blob of %s goes out as the operation or the call says', async (_what, blob, headers, type) => {
  expect(await send({ 'image/png': {} }, blob, headers)).toEqual({ type, body: 'a,b' })
})

const pdf = new Uint8Array([37, 80, 68, 70])
const png = new Blob(['png'], { type: 'image/png' })

it.each<[string, object, unknown, string]>([
  [
    'JSON, whatever is patched beside it',
    { 'application/json-patch+json': {}, 'application/json': {} },
    { a: 1 },
    'application/json',
  ],
  ['JSON for a range of JSON types', { 'application/*+json': {} }, { a: 1 }, 'application/json'],
  ['JSON for any type', { '*/*': {} }, { a: 1 }, 'application/json'],
  ['bytes for any type', { '*/*': {} }, pdf, 'application/octet-stream'],
  [
    'bytes where any type is binary',
    { '*/*': { schema: { type: 'string', format: 'binary' } } },
    pdf,
    'application/octet-stream',
  ],
  ["a Blob's own type where a range covers it", { 'image/*': {} }, png, 'image/png'],
  ['bytes of a range', { 'image/*': {} }, pdf, 'application/octet-stream'],
])('goes out as %s', async (_what, content, data, type) => {
  expect((await send(content, data)).type).toBe(type)
})

it('of bytes is copied out of the buffer that it looks into', async () => {
  const view = new TextEncoder().encode('before|inside|after').subarray(7, 13)

  const sent = await send({ 'application/pdf': {} }, view)

  expect(sent).toEqual({ type: 'application/pdf', body: 'inside' })
})

const file = { type: 'string', format: 'binary' }
const object = { type: 'object' }
const upload = { type: 'object', properties: { file } }
const several = {
  'application/json': { schema: object },
  'multipart/form-data': { schema: upload },
  'application/x-www-form-urlencoded': {},
  'text/csv': {},
  'application/octet-stream': {},
}

describe('a body of several content types', () => {
  const form = new FormData()
  form.append('file', new Blob(['bytes']))

  it.each([
    ['an object', { a: 1 }, /^application\/json$/, '{"a":1}'],
    ['an object with a file', { file: new Blob(['bytes']) }, /^multipart\/form-data; boundary/, 'bytes'],
    ['an object with bytes', { file: new Uint8Array([65]) }, /^multipart\/form-data; boundary/, '\r\nA\r\n'],
    ['a form', form, /^multipart\/form-data; boundary/, 'bytes'],
    ['search parameters', new URLSearchParams({ a: 'b c' }), /urlencoded/, 'a=b+c'],
    ['bytes', new Uint8Array([65]), /^application\/octet-stream$/, 'A'],
    ['a Blob of a type', new Blob(['a,b'], { type: 'text/csv' }), /^text\/csv$/, 'a,b'],
    ['a text', 'a,b', /^text\/csv$/, 'a,b'],
  ])('is of the type that can carry %s', async (_what, data, type, body) => {
    const sent = await send(several, data)

    expect(sent.type).toMatch(type)
    expect(sent.body).toContain(body)
  })

  it('is of the type that the call names', async () => {
    const multipart = await send(several, { a: 'x' }, { 'content-type': 'multipart/form-data' })
    expect(multipart.type).toMatch(/^multipart\/form-data; boundary/)
    expect(multipart.body).toContain('name="a"\r\n\r\nx')

    const urlencoded = await send(
      several,
      { a: 'x y' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    )
    expect(urlencoded.body).toBe('a=x+y')
  })

  it('is JSON for a text where JSON may be one', async () => {
    const content = { 'application/json': { schema: { type: 'string' } }, 'text/plain': {} }

    expect(await send(content, 'x')).toEqual({ type: 'application/json', body: '"x"' })
    expect(await send(content, 'x', { 'content-type': 'text/plain' })).toMatchObject({ body: 'x' })
  })
})

describe('a JSON body', () => {
  const choice = { oneOf: [object, { type: 'string' }] }

  it.each([
    [{ type: 'string' }, '123', '"123"'],
    [{ type: 'string' }, '{"a":1}', '"{\\"a\\":1}"'],
    [{ type: 'string' }, 'null', '"null"'],
    [{ type: 'boolean' }, false, 'false'],
    [{ type: 'number' }, 0, '0'],
    [{}, 'true', '"true"'],
    [choice, 'abc', '"abc"'],
    [choice, { a: 1 }, '{"a":1}'],
    [{ type: 'array' }, [1], '[1]'],
    // Written already: no text is among the values.
    [object, '{"a": 1}', '{"a": 1}'],
  ])('of the schema %j writes %j as %s', async (schema, data, body) => {
    for (const type of ['application/json', 'application/vnd.x+json'])
      expect(await send({ [type]: { schema } }, data)).toEqual({ type, body })
  })

  it('is not written twice when a call is sent again', async () => {
    const operation = {
      operationId: 'send',
      requestBody: { content: { 'application/json': { schema: { type: 'string' } } } },
      responses: { 204: { description: '' } },
    }
    const client = await createClientFromDocument(
      { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: { '/a': { post: operation } } },
      { server: recorder.url },
    )
    const answer = await client.send?.(null, 'x')
    await client.request(answer?.config ?? {})

    expect(recorder.requests.map(({ body }) => body.toString())).toEqual(['"x"', '"x"'])
  })
})

describe('a form', () => {
  it('writes its members in the styles of the document', async () => {
    const encoding = {
      metadata: { style: 'deepObject', explode: true },
      expand: { style: 'deepObject' },
      pipes: { style: 'pipeDelimited', explode: false },
      flat: { explode: false },
      json: { contentType: 'application/json' },
      raw: { allowReserved: true },
      odd: { headers: { 'X-A': {} }, 'x-b': 1, style: 'none' },
    }
    const data = {
      metadata: { a: '1', b: '2' },
      expand: ['x', 'y'],
      pipes: ['a', 'b'],
      flat: [1, 2],
      json: { k: 1 },
      raw: 'a/b',
      odd: 'o',
      toString: 'c d',
    }

    const { body } = await send({ 'application/x-www-form-urlencoded': { schema: object, encoding } }, data)

    expect(body).toBe(
      'metadata[a]=1&metadata[b]=2&expand=x&expand=y&pipes=a%7Cb&flat=1,2&json=%7B%22k%22%3A1%7D&raw=a/b&odd=o&toString=c+d',
    )
  })

  it('has one part for a list that is to be JSON, and the first of several content types', async () => {
    const encoding = {
      tags: { contentType: 'application/json' },
      pic: { contentType: 'image/*, image/png, image/jpeg' },
    }
    const data = { tags: ['a', 'b'], pic: new Uint8Array([65]), list: ['c', 'd'] }

    const { body } = await send({ 'multipart/form-data': { schema: upload, encoding } }, data)

    expect(body).toMatch(/name="tags".*\r\nContent-Type: application\/json\r\n\r\n\["a","b"\]\r\n/)
    expect(body).toMatch(/Content-Type: image\/png\r\n\r\nA\r\n/)
    expect(body.match(/name="list"/g)).toHaveLength(2)
  })

  it('of another multipart type has its files and a boundary', async () => {
    const data = { meta: { a: 1 }, 'file"': new Blob(['bytes'], { type: 'text/csv' }), note: 'n' }

    const { type, body } = await send({ 'multipart/mixed': { schema: upload } }, data)

    const [, boundary] = /^multipart\/mixed; boundary=(\S+)$/.exec(type) ?? []
    expect(body).toBe(
      [
        `--${boundary}\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"a":1}`,
        `--${boundary}\r\nContent-Disposition: form-data; name="file%22"\r\nContent-Type: text/csv\r\n\r\nbytes`,
        `--${boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nn`,
        `--${boundary}--\r\n`,
      ].join('\r\n'),
    )
  })
})
