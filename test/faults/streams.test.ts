import { inspect } from 'node:util'
import axios, { type AxiosAdapter } from 'axios'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import { isApiError } from '../../src/index.js'
import { armFor, type Respond } from './server.js'

const endless: Respond = ({ response, socket }) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  const timer = setInterval(() => response.write('a piece'), 10)
  socket.on('close', () => clearInterval(timer))
}

const failing: Respond = ({ response }) => {
  response.writeHead(404, { 'content-type': 'application/octet-stream' }).write('a piece')
}

const shown = (error: unknown): string =>
  inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(error)

const read = async (body: unknown): Promise<string> => {
  let text = ''
  for await (const chunk of body as AsyncIterable<Uint8Array>) text += new TextDecoder().decode(chunk)
  return text
}

describe.each(['http', 'fetch'])('a streamed answer over %s', (adapter) => {
  const stream = { responseType: 'stream', adapter } as const

  test('is whole', async () => {
    const { url } = await armFor(({ response }) => response.end('one and two'))
    const { data } = await createClient({ server: url }).get('/x', stream)
    expect(await read(data)).toBe('one and two')
  })

  test('is bounded by the timeout, body included', async () => {
    const { url } = await armFor(endless)
    const client = createClient({ server: url, timeout: 150, retry: false })
    const { data } = await client.get('/x', stream)
    await expect(read(data)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })

  test('is bounded by the deadline', async () => {
    const { url } = await armFor(endless)
    const client = createClient({ server: url, retry: { deadline: 150 } })
    const { data } = await client.get('/x', stream)
    await expect(read(data)).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
  })

  test('is ended by its signal', async () => {
    const { url } = await armFor(endless)
    const client = createClient({ server: url })
    const { data } = await client.get('/x', { ...stream, signal: AbortSignal.timeout(100) })
    await expect(read(data)).rejects.toMatchObject({ code: 'ERR_CANCELED' })
  })

  test('leaves no listener on a signal when it was read', async () => {
    const { url } = await armFor(({ response }) => response.end('all'))
    const client = createClient({ server: url })
    const { signal } = new AbortController()
    let listeners = 0
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++
      addEventListener.apply(signal, args)
    }
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--
      removeEventListener.apply(signal, args)
    }

    const { data } = await client.get('/x', { ...stream, signal })
    await read(data)
    await new Promise(setImmediate)

    expect(listeners).toBeLessThanOrEqual(0)
  })

  test('has errors that show no credential', async () => {
    const { url } = await armFor(endless)
    const client = createClient({
      server: url,
      token: 'the-token-in-use',
      headers: { 'x-api-key': 'the-key-in-use' },
    })
    const { data } = await client.get('/x', { ...stream, maxContentLength: 20 })

    const error = await read(data).catch((reason: unknown) => reason)

    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(shown(error)).not.toMatch(/-in-use/)
  })

  test("has errors that show none of the caller's credentials either", async () => {
    const { url } = await armFor(endless)
    for (const given of [
      { headers: { authorization: 'Bearer token-in-use', 'x-api-key': 'key-in-use' } },
      { auth: { username: 'alice', password: 'password-in-use' } },
    ]) {
      const client = createClient({ server: url, timeout: 100, retry: false })
      const { data } = await client.get('/x', { ...stream, ...given })
      const error = await read(data).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'ETIMEDOUT', config: { url: '/x' } })
      expect(shown(error)).not.toMatch(/-in-use/)
    }
  })

  test('is printed without the request that it answers', async () => {
    const { url } = await armFor(({ response }) => response.end('all'))
    const answer = await createClient({ server: url, token: 'the-token-in-use' }).get('/x', stream)
    expect(inspect(answer, { depth: 8, showHidden: true })).not.toMatch(/-in-use/)
    await read(answer.data)
  })

  test('of a failure is bounded as well, and shows no credential', async () => {
    const { url } = await armFor(failing)
    const client = createClient({ server: url, token: 'the-token-in-use', timeout: 150, retry: false })

    const error = await client.get('/x', stream).catch((reason: unknown) => reason)

    if (!isApiError(error)) throw error
    expect(error.status).toBe(404)
    expect(inspect(error.body, { depth: 8, showHidden: true })).not.toMatch(/-in-use/)
    await expect(read(error.body)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })
})

// Around axios's own, an adapter ends with the attempt as far as axios goes: at once for a failure.
const around: AxiosAdapter = (config) => axios.getAdapter('http')(config)

test.each<[string, string | AxiosAdapter]>([
  ['http', 'http'],
  ['fetch', 'fetch'],
  ["an adapter around axios's", around],
])('a streamed failure over %s that nobody reads leaves no connection open', async (_name, adapter) => {
  let closed = () => {}
  const end = new Promise<void>((resolve) => {
    closed = resolve
  })
  const { url } = await armFor((call) => {
    call.socket.on('close', closed)
    return failing(call)
  })
  const client = createClient({ server: url, timeout: 150, retry: false })

  const call = client.get('/x', { responseType: 'stream', adapter })

  await expect(call).rejects.toMatchObject({ status: 404 })
  await end
})
