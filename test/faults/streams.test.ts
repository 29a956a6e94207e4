import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import { armFor, type Respond } from './server.js'

const endless: Respond = ({ response, socket }) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  const timer = setInterval(() => response.write('a piece'), 10)
  socket.on('close', () => clearInterval(timer))
}

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
    const shown =
      inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(error)
    expect(shown).not.toMatch(/-in-use/)
  })
})
