import { createServer as createHTTP2Server, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import zlib from 'node:zlib'
import axios from 'axios'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import { isApiError } from '../../src/index.js'
import { armFor } from './server.js'

const TEXT = Array.from({ length: 5000 }, (_, row) => `${row},${(row * 7919) % 10_007}`).join('\n')

const codings: [name: string, coding: string, encode: (text: string) => Buffer][] = [
  ['gzip', 'gzip', zlib.gzipSync],
  ['x-gzip', 'x-gzip', zlib.gzipSync],
  [
    'gzip in two members',
    'gzip',
    (text) => Buffer.concat([zlib.gzipSync(text.slice(0, 9)), zlib.gzipSync(text.slice(9))]),
  ],
  ['deflate', 'deflate', zlib.deflateSync],
  ["deflate without zlib's header", 'deflate', zlib.deflateRawSync],
  ['br', 'BR', zlib.brotliCompressSync],
]

const sending = (body: Buffer, headers: Record<string, string>, status = 200) =>
  armFor(({ response }) => {
    response.writeHead(status, { 'content-type': 'text/csv', ...headers })
    // In two pieces, so that the decoder starts before it has seen the end.
    response.write(body.subarray(0, body.length / 2))
    setTimeout(() => response.end(body.subarray(body.length / 2)), 5)
  })

const readers = {
  text: async (data: unknown) => data,
  arraybuffer: async (data: unknown) => (data as Buffer).toString(),
  stream: async (data: unknown) => {
    let text = ''
    for await (const chunk of data as AsyncIterable<Uint8Array>) text += new TextDecoder().decode(chunk)
    return text
  },
}
const get = async (url: string, responseType: keyof typeof readers, config = {}) => {
  const client = createClient({ server: url, retry: false, timeout: 2000 })
  const { data, headers } = await client.get('/x', { responseType, ...config })
  return { text: await readers[responseType](data), headers }
}

describe.each(codings)('an answer in %s', (_name, coding, encode) => {
  test.each(Object.keys(readers) as (keyof typeof readers)[])('is given as %s', async (type) => {
    const { url } = await sending(encode(TEXT), { 'content-encoding': coding })

    const { text, headers } = await get(url, type)

    expect(text).toBe(TEXT)
    expect(headers['content-encoding']).toBeUndefined()
  })

  test.each(Object.keys(readers) as (keyof typeof readers)[])('that ends early is no %s', async (type) => {
    const { url } = await sending(encode(TEXT).subarray(0, -20), { 'content-encoding': coding })

    await expect(get(url, type)).rejects.toThrow(/unexpected end of file/)
  })
})

describe('a compressed answer', () => {
  const gzip = { 'content-encoding': 'gzip' }

  test('that ends early is asked for again', async () => {
    const answers = [zlib.gzipSync(TEXT).subarray(0, -20), zlib.gzipSync(TEXT)]
    const { url, seen } = await armFor(({ response, attempt }) => {
      response.writeHead(200, { 'content-type': 'text/csv', ...gzip }).end(answers[attempt - 1])
    })

    const { data } = await createClient({ server: url, retry: { baseDelay: 1 } }).get('/x')

    expect(data).toBe(TEXT)
    expect(seen).toHaveLength(2)
  })

  test('of a failure is read', async () => {
    const { url } = await sending(zlib.gzipSync('{"error":"no such token"}'), gzip, 404)
    await expect(createClient({ server: url }).listAccessTokens()).rejects.toThrow(
      'listAccessTokens failed: 404 Not Found: no such token',
    )
  })

  test('of a failure keeps its status where it ends early', async () => {
    const { url } = await sending(zlib.gzipSync(TEXT).subarray(0, -20), gzip, 404)
    const error = await get(url, 'text').catch((reason) => reason)
    expect(isApiError(error) && error.status).toBe(404)
    expect(String(error)).toContain('unexpected end of file')
  })

  test.each(Object.keys(readers) as (keyof typeof readers)[])('may be empty as %s', async (type) => {
    const { url } = await sending(Buffer.alloc(0), gzip)
    expect((await get(url, type)).text).toBe('')
  })

  test('to HEAD has no body', async () => {
    const { url } = await armFor(({ response }) => response.writeHead(200, gzip).end())
    expect((await createClient({ server: url }).head('/x')).data).toBe('')
  })

  test.each(Object.keys(readers) as (keyof typeof readers)[])(
    'is held to maxContentLength as %s',
    async (type) => {
      const { url } = await sending(zlib.gzipSync('0'.repeat(1_000_000)), gzip)
      const error = await get(url, type, { maxContentLength: 10_000 }).catch((reason) => reason)
      expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
      expect(String(error)).toContain('maxContentLength size of 10000 exceeded')
    },
  )

  test('is decoded no further when its time is up', async () => {
    const part = zlib.gzipSync(Buffer.alloc(10 << 20))
    const { url } = await sending(Buffer.concat(Array(200).fill(part)), gzip)
    const client = createClient({ server: url, retry: false, timeout: 250 })

    await expect(client.get('/x', { responseType: 'arraybuffer' })).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    })

    const before = process.memoryUsage().arrayBuffers
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 << 20)
  })

  test('stays as it is where the call wants that', async () => {
    const bytes = zlib.gzipSync(TEXT)
    const { url } = await sending(bytes, gzip)
    const { data, headers } = await createClient({ server: url }).get('/x', {
      responseType: 'arraybuffer',
      decompress: false,
    })
    expect(bytes.equals(data)).toBe(true)
    expect(headers['content-encoding']).toBe('gzip')
  })

  test('in a coding that is unknown stays as it is', async () => {
    const { url } = await sending(Buffer.from('abc'), { 'content-encoding': 'rot13' })
    expect((await get(url, 'text')).text).toBe('abc')
  })

  test('whose bytes are all there ends with its signal as well', async () => {
    const { url } = await sending(zlib.gzipSync(Buffer.alloc(5_000_000)), gzip)
    const controller = new AbortController()
    const client = createClient({ server: url })
    const { data } = await client.get('/x', { responseType: 'stream', signal: controller.signal })
    await new Promise((resolve) => setTimeout(resolve, 100))

    controller.abort()

    await expect(readers.stream(data)).rejects.toMatchObject({ code: 'ERR_CANCELED' })
  })

  test('may be empty with a file name in its header', async () => {
    const named = Buffer.from(zlib.gzipSync(''))
    named[3] = 8
    const body = Buffer.concat([
      named.subarray(0, 10),
      Buffer.from('a-rather-long-name.csv\0'),
      named.subarray(10),
    ])
    const { url } = await armFor(({ response }) => {
      const headers = { ...gzip, 'content-length': body.length, 'content-type': 'application/json' }
      response.writeHead(200, headers).end(body)
    })
    expect((await createClient({ server: url }).listAccessTokens()).data).toBe('')
  })

  test('that nobody reads leaves no connection', async () => {
    const { url } = await armFor(({ response }) => {
      response
        .writeHead(200, { 'content-type': 'text/csv', ...gzip })
        .write(zlib.gzipSync(TEXT).subarray(0, 50))
      response.once('close', () => (isClosed = true))
    })
    let isClosed = false
    const { data } = await createClient({ server: url }).get('/x', { responseType: 'stream' })

    data.destroy()

    await expect.poll(() => isClosed).toBe(true)
  })
})

test("axios's own adapter is mended when it is given as a function too", async () => {
  const { url } = await sending(zlib.gzipSync('a,b'), { 'content-encoding': 'gzip' })
  expect((await get(url, 'text', { adapter: axios.getAdapter('http') })).text).toBe('a,b')
})

test('text is decoded as the call says, without a byte order mark', async () => {
  const marked = await sending(Buffer.from('\ufeffa,b'), {})
  expect((await get(marked.url, 'text')).text).toBe('a,b')
  const latin = await sending(Buffer.from('ü', 'latin1'), {})
  expect((await get(latin.url, 'text', { responseEncoding: 'latin1' })).text).toBe('ü')
})

describe('over HTTP/2', () => {
  const start = async (answer: (stream: ServerHttp2Stream) => void) => {
    const server = createHTTP2Server()
    server.on('stream', (stream) => {
      stream.on('error', () => {})
      answer(stream)
    })
    server.on('session', (session) => onTestFinished(() => session.destroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test.each(Object.keys(readers) as (keyof typeof readers)[])('an answer is given as %s', async (type) => {
    const url = await start((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/csv', 'content-encoding': 'gzip' })
      stream.end(zlib.gzipSync(TEXT))
    })
    expect((await get(url, type, { httpVersion: 2 })).text).toBe(TEXT)
  })

  test.each(Object.keys(readers) as (keyof typeof readers)[])(
    'a session that ends is no %s',
    async (type) => {
      const url = await start((stream) => {
        stream.respond({ ':status': 200, 'content-type': 'text/csv' })
        stream.write('a,b\n')
        setTimeout(() => stream.session?.destroy(), 50)
      })
      await expect(get(url, type, { httpVersion: 2 })).rejects.toThrow(/cut off|aborted/)
    },
  )
})

describe('an adapter that throws', () => {
  test.each([
    ['a text', 'boom'],
    ['a frozen error', Object.freeze(new Error('boom'))],
    ['an error', new Error('boom')],
  ])('%s has it in the error', async (_what, thrown) => {
    const client = createClient({ server: 'http://127.0.0.1:9', retry: false })
    const adapter = () => Promise.reject(thrown)
    await expect(client.listAccessTokens(null, undefined, { adapter })).rejects.toThrow(
      'listAccessTokens failed: boom',
    )
  })

  test('nothing is an error too', async () => {
    const client = createClient({ server: 'http://127.0.0.1:9', retry: false })
    const error = await client
      .listAccessTokens(null, undefined, { adapter: () => Promise.reject() })
      .catch((reason) => reason)
    expect(isApiError(error, 'listAccessTokens')).toBe(true)
  })
})
