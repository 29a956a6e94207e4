import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { controls, epilot, start } from './command.js'
import { json, recordingServer } from './recording-server.js'

const token = 'token-of-the-test-1234'
const list = (url: string, ...flags: string[]): string[] => [
  ...['access-token', 'listAccessTokens', '-s', url, '-t', token],
  ...flags,
]
const revoke = (url: string, ...flags: string[]): string[] => [
  ...['access-token', 'revokeAccessToken', 'some-id', '-s', url, '-t', token],
  ...flags,
]

test.each([
  [400, 4],
  [401, 3],
  [403, 4],
  [404, 4],
  [409, 4],
  [500, 5],
  [501, 5],
  [302, 1],
])('status %i is exit code %i, told in one line', async (status, exitCode) => {
  const server = await recordingServer(() => ({
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': 'request-1', location: '/elsewhere' },
    body: JSON.stringify({ status, error: 'What the server says.' }),
  }))

  const { code, stdout, stderr } = await epilot(list(server.url, '--timeout', '1s'))

  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
  expect(stderr).toMatch(/^epilot: listAccessTokens failed: [^\n]+\n$/)
  if (status >= 400) expect(stderr).toContain(`${status} `)
  if (status >= 400) expect(stderr).toContain('What the server says')
  expect(stderr).toContain('(request request-1)')
})

test('with --json a failure is one JSON line', async () => {
  const server = await recordingServer(() => ({
    status: 404,
    headers: { 'content-type': 'application/json', 'x-request-id': 'request-1' },
    body: '{"status":404,"error":"There is\\nno such token"}',
  }))

  const { code, stdout, stderr } = await epilot(revoke(server.url, '--json'))

  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    code: 4,
    stdout: '',
    lines: 1,
  })
  expect(JSON.parse(stderr)).toEqual({
    error: {
      exitCode: 4,
      message: 'revokeAccessToken failed: 404 Not Found: There is no such token (request request-1).',
      operation: 'revokeAccessToken',
      status: 404,
      server: 'There is no such token',
      requestId: 'request-1',
      next: 'Check the arguments and the server.',
    },
  })
})

test('of what the server says 500 characters are shown, without control characters and secrets', async () => {
  const error = `\u001b[2J\u0007${token} eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl ${'x'.repeat(5000)}`
  const server = await recordingServer(() => json({ error }, 400))

  const { stderr } = await epilot(list(server.url))

  expect(stderr).not.toMatch(controls)
  expect(stderr).not.toContain(token)
  expect(stderr).not.toContain('eyJhbGciOiJIUzI1NiJ9')
  expect(stderr).toContain('****1234')
  expect(stderr.length).toBeLessThan(800)
})

test('an HTML page is named, not shown', async () => {
  const server = await recordingServer(() => ({
    status: 403,
    headers: { 'content-type': 'text/html' },
    body: `<!doctype html><title>Blocked</title><p>${'x'.repeat(900)}`,
  }))

  const { stderr } = await epilot(list(server.url))

  expect(stderr).toContain('403 Forbidden: an HTML page titled "Blocked"')
  expect(stderr).not.toContain('xxx')
})

test('-i and -v show headers and request of a failure too, secrets masked', async () => {
  const server = await recordingServer(() => json({ error: `no ${token}` }, 403))

  const { code, stderr } = await epilot(list(server.url, '-i', '-v'))

  expect(code).toBe(4)
  expect(stderr).toContain('> Authorization: Bearer ****1234')
  expect(stderr).toContain('< HTTP/1.1 403 Forbidden')
  expect(stderr).not.toContain(token)
})

test('a redirect keeps a write from being sent elsewhere, and the token with it', async () => {
  const elsewhere = await recordingServer()
  const server = await recordingServer(() => ({
    status: 302,
    headers: { location: `${elsewhere.url}/taken` },
  }))

  const results = await Promise.all([epilot(list(server.url)), epilot(revoke(server.url))])

  for (const { code, stderr } of results) {
    expect(code).toBe(1)
    expect(stderr).toContain(`${elsewhere.url}/taken`)
  }
  expect(elsewhere.requests).toEqual([])
})

test('a refused connection is exit code 6', async () => {
  const { code, stderr } = await epilot(list('http://127.0.0.1:1', '--timeout', '2s'))

  expect(code).toBe(6)
  expect(stderr).toMatch(/^epilot: listAccessTokens failed: .*ECONNREFUSED[^\n]*\n$/)
})

test.each(['gzip', 'br'])('an answer that is not %s as it says is exit code 1', async (encoding) => {
  const server = await recordingServer(() => ({
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    body: 'neither of them',
  }))

  const { code, stdout, stderr } = await epilot(list(server.url, '--timeout', '5s'))

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^epilot: listAccessTokens failed: .*Check the server, or name another with -s\.\n$/)
})

test('a compressed answer that ends early is no answer', async () => {
  const server = await recordingServer(() => ({
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify([{ id: 'a' }])).subarray(0, -9),
  }))

  const { code, stdout } = await epilot(list(server.url, '--timeout', '5s'))

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})

test('an answer that is cut off is exit code 6', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('[')
    setTimeout(() => response.destroy(), 20)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const { code, stdout } = await epilot(revoke(`http://127.0.0.1:${port}`, '--timeout', '3s'))

  server.close()
  expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
})

test('a token does not cross a network in the clear', async () => {
  const { code, stderr } = await epilot(list('http://api.example'))

  expect(code).toBe(2)
  expect(stderr).toContain('not sent to api.example over plain http')
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s during a call ends it', async (signal) => {
  const server = await recordingServer(() => {
    child.kill(signal)
    return undefined
  })
  const child = start(list(server.url))
  let stdout = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })

  const [code] = await once(child, 'close')

  expect({ code, stdout }).toEqual({ code: signal === 'SIGINT' ? 130 : 143, stdout: '' })
})

test('SIGINT ends an expression that runs away', async () => {
  const server = await recordingServer(() => json([]))
  const child = start(list(server.url, '--jsonata', '($f := function($x) { $f($x + 1) }; $f(1))'))
  await expect.poll(() => server.requests.length).toBe(1)
  setTimeout(() => child.kill('SIGINT'), 500)

  const [code, signal] = await once(child, 'close')

  expect([code, signal]).toEqual([null, 'SIGINT'])
})

test('a proxy that the environment names is asked for the tunnel to an https server', async () => {
  const tunnels: string[] = []
  const proxy = createServer().listen(0, '127.0.0.1')
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '')
    socket.end('HTTP/1.1 503 Closed\r\n\r\n')
  })
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo

  const { code } = await epilot(list('https://access-token.sls.epilot.io', '--timeout', '2s'), {
    env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
  })

  proxy.close()
  expect(tunnels[0]).toBe('access-token.sls.epilot.io:443')
  expect(code).not.toBe(0)
})
