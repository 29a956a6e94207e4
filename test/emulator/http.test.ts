import { execFile } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/index.js'
import { call, TOKENS, useEmulator } from './api.js'

const emulator = useEmulator()

/** `fetch` doesn't let a caller set `Host`. */
const statusWithHost = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(`${emulator.current.url}${TOKENS}/.well-known/jwks.json`, {
      headers: { host },
    })
    request.on('response', (response) => resolve(response.resume().statusCode))
    request.on('error', reject)
    request.end()
  })

test.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:4010', '[::1]:4010'])(
  'the host %s is answered',
  async (host) => {
    expect(await statusWithHost(host)).toBe(200)
  },
)

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example:80',
  '127.0.0.999',
  '127.0.0.1:99999',
  'evil.example:localhost',
  '0.0.0.0',
])('the host %s is refused', async (host) => {
  expect([400, 403]).toContain(await statusWithHost(host))
})

test('a foreign host gets a body that says why, and no CORS header', async () => {
  const { port } = new URL(emulator.current.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`GET ${TOKENS} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)
  let text = ''
  for await (const chunk of socket) text += chunk

  expect(text).toMatch(/^HTTP\/1\.1 403 /)
  expect(text).toContain('{"status":403,"error":"This server answers on localhost and 127.0.0.1 only')
  expect(text.toLowerCase()).not.toContain('access-control')
})

test('a preflight from any origin is allowed, with the headers it asks for', async () => {
  const { status, headers } = await call(emulator.current, `OPTIONS ${TOKENS}`, {
    token: null,
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization,content-type,x-custom',
    },
  })

  expect(status).toBe(204)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('access-control-allow-methods')).toContain('DELETE')
  expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type,x-custom')
})

test.each([
  ['GET', TOKENS, 200],
  ['GET', '/nothing', 404],
  ['PUT', TOKENS, 405],
] as const)(
  '%s %s exposes retry-after and x-request-id to pages, and has a request id',
  async (method, path, status) => {
    const answer = await call(emulator.current, `${method} ${path}`, {
      headers: { origin: 'https://app.example' },
    })

    expect(answer.status).toBe(status)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-expose-headers')).toBe('retry-after,x-request-id')
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  },
)

test('two answers have two request ids', async () => {
  const first = await call(emulator.current, `GET ${TOKENS}`)
  const second = await call(emulator.current, `GET ${TOKENS}`)

  expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'))
})

test.each(['/', '/v1', `${TOKENS}/`, `${TOKENS}/a/b`, '//', '/v1/access-tokens%2Fx'])(
  '%s answers 404',
  async (path) => {
    const { status, body } = await call(emulator.current, `GET ${path}`)

    expect(status).toBe(404)
    expect(body).toEqual({ status: 404, error: expect.stringContaining('There is nothing at') })
  },
)

test('a method that a path does not have answers 405 and names those it has', async () => {
  const { status, headers, body } = await call(emulator.current, `PATCH ${TOKENS}`)

  expect(status).toBe(405)
  expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  expect(body).toEqual({ status: 405, error: 'PATCH is not allowed here; GET, HEAD, OPTIONS, POST are.' })
})

test('HEAD answers as GET does, without a body', async () => {
  const { status, headers, body } = await call(emulator.current, `HEAD ${TOKENS}`)

  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/json')
  expect(body).toBeUndefined()
})

test('close ends idle and busy connections, and can be called twice', async () => {
  const own = await startEmulator({ fault: () => new Promise(() => {}) })
  const pending = fetch(own.url).then(
    () => 'answered',
    () => 'ended',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))

  await Promise.all([own.close(), own.close()])

  expect(await pending).toBe('ended')
  await expect(fetch(own.url)).rejects.toThrow()
})

test('a port in use is an error that says so', async () => {
  const port = Number(new URL(emulator.current.url).port)

  await expect(startEmulator({ port })).rejects.toThrow(`Port ${port} is in use; stop what listens there`)
})

test.each([-1, 1.5, 65_536, Number.NaN])('port %d is refused', async (port) => {
  await expect(startEmulator({ port })).rejects.toThrow(RangeError)
})

test('the emulator leaves Request and Response of the process alone', async () => {
  const { Request, Response } = globalThis

  await (await startEmulator()).close()

  expect(globalThis.Request).toBe(Request)
  expect(globalThis.Response).toBe(Response)
})

test('a process that closed its emulator ends by itself', async () => {
  const script = `
    import { startEmulator } from './src/emulator/index.ts'
    const { url, close } = await startEmulator()
    await fetch(url + '${TOKENS}/public/.well-known/jwks.json')
    await close()
    console.log('closed')`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script]

  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 })

  expect(stdout).toBe('closed\n')
})

test('a client that goes away in the middle of a body does no harm', async () => {
  const { port } = new URL(emulator.current.url)
  for (let i = 0; i < 10; i++) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
    socket.write(
      `POST ${TOKENS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${emulator.current.token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"name":',
    )
    setTimeout(() => socket.resetAndDestroy(), 10)
  }
  await new Promise((resolve) => setTimeout(resolve, 100))

  expect((await call(emulator.current, `GET ${TOKENS}`)).status).toBe(200)
})
