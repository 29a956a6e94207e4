import { afterEach, expect, test } from 'vitest'
import type { Emulator, Fault, FaultRequest } from '../../src/emulator/index.js'
import { startEmulator } from '../../src/emulator/index.js'
import { call, TOKENS } from './api.js'

let emulator: Emulator | undefined
afterEach(() => emulator?.close())

const startWith = async (fault: (request: FaultRequest) => Fault | Promise<Fault>): Promise<Emulator> => {
  emulator = await startEmulator({ fault })
  return emulator
}

test('undefined lets a request through', async () => {
  const seen: string[] = []
  const own = await startWith(({ method, url, headers }) => {
    seen.push(`${method} ${url} ${headers.get('content-type')}`)
    return undefined
  })

  const { status } = await call(own, `POST ${TOKENS}`, { body: { name: 'x' } })

  expect(status).toBe(201)
  expect(seen).toEqual([`POST ${own.url}${TOKENS} application/json`])
})

test('an object is the answer, with CORS and a request id', async () => {
  const own = await startWith(() => ({
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: 'slow down' },
  }))

  const { status, headers, body } = await call(own, `GET ${TOKENS}`)

  expect({ status, body }).toEqual({ status: 429, body: { error: 'slow down' } })
  expect(headers.get('retry-after')).toBe('1')
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('x-request-id')).toBeTruthy()
})

test('a string body is sent as it is', async () => {
  const own = await startWith(() => ({ status: 200, body: '"text"' }))

  const { body } = await call(own, `GET ${TOKENS}`)

  expect(body).toBe('text')
})

test('a Response is the answer, as often as it is given', async () => {
  const response = Response.json({ a: 1 }, { status: 503 })
  const own = await startWith(async () => response)

  for (let i = 0; i < 2; i++) {
    const { status, body } = await call(own, `GET ${TOKENS}`)
    expect({ status, body }).toEqual({ status: 503, body: { a: 1 } })
  }
})

test.each(['GET', 'POST', 'DELETE'])(
  'reset destroys the connection of a %s, and the next request is answered',
  async (method) => {
    let resets = 0
    const own = await startWith(() => (resets++ === 0 ? 'reset' : undefined))
    const init = { method, ...(method === 'POST' && { body: '{}' }) }

    await expect(fetch(own.url + TOKENS, init)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect((await call(own, `GET ${TOKENS}`)).status).toBe(200)
  },
)

test('a preflight is no request to the fault hook', async () => {
  const own = await startWith(() => 'reset')

  const { status } = await call(own, `OPTIONS ${TOKENS}`)

  expect(status).toBe(204)
})

test('a hook that throws answers 500 with its message', async () => {
  const own = await startWith(() => {
    throw new Error('broken hook')
  })

  const { status, body } = await call(own, `GET ${TOKENS}`)

  expect({ status, body }).toEqual({
    status: 500,
    body: { status: 500, error: 'Internal Server Error: broken hook' },
  })
})
