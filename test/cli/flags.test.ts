import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { json, recordingServer } from './recording-server.js'

const api = 'access-token'
const token = 'token-of-the-test-1234'

test('-p key=value sets a named parameter, and repeats', async () => {
  const server = await recordingServer()

  await epilot([
    api,
    'listAccessTokens',
    '-p',
    'token_type=api',
    '-p',
    'token_type=app',
    '-s',
    server.url,
    '-t',
    token,
  ])

  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /v1/access-tokens?token_type=api&token_type=app',
  ])
})

test("-d '{...}' sends the body byte for byte", async () => {
  const server = await recordingServer(() => json({ ok: true }, 201))
  const body = '{ "name" : "Zürich\\u0020☂",  "token_type":"api" }'

  await epilot([api, 'createAccessToken', '-d', body, '-s', server.url, '-t', token])

  expect(server.requests[0]?.body.toString('utf8')).toBe(body)
  expect(server.requests[0]?.headers['content-type']).toBe('application/json')
  expect(server.requests[0]?.headers['content-length']).toBe(String(Buffer.byteLength(body)))
})

test('-d @file and -d - send what the file and stdin hold', async () => {
  const server = await recordingServer(() => json({ ok: true }, 201))
  const folder = await temporaryFolder()
  const body = '{"name":"from elsewhere"}\n'
  await writeFile(join(folder, 'body.json'), body)
  const call = [api, 'createAccessToken', '-s', server.url, '-t', token]

  await epilot([...call, '-d', '@body.json'], { cwd: folder })
  await epilot([...call, '-d', '-'], { stdin: body })

  expect(server.requests.map((request) => request.body.toString('utf8'))).toEqual([body, body])
})

test("-H 'Key: Value' sends a header, and repeats", async () => {
  const server = await recordingServer()

  await epilot([
    ...[api, 'listAccessTokens', '-s', server.url, '-t', token],
    ...['-H', 'X-Trace: one', '-H', 'X-Trace:two', '-H', 'Accept: application/json'],
  ])

  expect(server.requests[0]?.headers).toMatchObject({ 'x-trace': 'one, two', accept: 'application/json' })
})

test.each(['-t', '--token'])('%s authenticates the call', async (flag) => {
  const server = await recordingServer()

  await epilot([api, 'listAccessTokens', '-s', server.url, flag, token], { env: { EPILOT_TOKEN: 'another' } })

  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${token}`)
})

test('--profile uses the token, server and headers of a profile', async () => {
  const server = await recordingServer()
  const env = { XDG_CONFIG_HOME: await temporaryFolder() }
  await epilot(['profile', 'create', 'staging', '-s', server.url, '-t', token, '-H', 'X-Org: 42'], { env })

  const { code } = await epilot([api, 'listAccessTokens', '--profile', 'staging'], { env })

  expect(code).toBe(0)
  expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${token}`, 'x-org': '42' })
})

test.each(['-s', '--server'])('%s overrides the server', async (flag) => {
  const server = await recordingServer()

  await epilot([api, 'listAccessTokens', flag, `${server.url}/base/`, '-t', token], {
    env: { EPILOT_SERVER: 'http://127.0.0.1:1' },
  })

  expect(server.requests[0]?.url).toBe('/base/v1/access-tokens')
})

test.each(['-i', '--include'])('%s writes status line and headers to stderr', async (flag) => {
  const server = await recordingServer(() => ({
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'abc',
      'set-cookie': 'session=0123456789abcdefghij',
    },
  }))

  const { stdout, stderr } = await epilot([api, 'listAccessTokens', flag, '-s', server.url, '-t', token])

  expect(stdout).toBe('[]\n')
  expect(stderr).toMatch(/^< HTTP\/1\.1 200 OK\n/)
  expect(stderr).toContain('< x-request-id: abc\n')
  expect(stderr).toContain('< set-cookie: session=****ghij\n')
})

test('--json prints one compact line', async () => {
  const server = await recordingServer(() => json([{ id: 'a', list: [1, 2] }]))

  const { stdout } = await epilot([api, 'listAccessTokens', '--json', '-s', server.url, '-t', token])

  expect(stdout).toBe('[{"id":"a","list":[1,2]}]\n')
})

test.each(['-v', '--verbose'])(
  '%s writes method, URL, headers and body to stderr, secrets masked',
  async (flag) => {
    const server = await recordingServer(() => json({}, 201))
    const body = '{"name":"x"}'

    const { stdout, stderr } = await epilot([
      ...[api, 'createAccessToken', flag, '-s', server.url, '-t', token, '-d', body],
      ...['-H', 'x-api-key: short'],
    ])

    expect(stdout).toBe('{}\n')
    expect(stderr).toContain(`> POST ${server.url}/v1/access-tokens\n`)
    expect(stderr).toContain('> Authorization: Bearer ****1234\n')
    expect(stderr).toContain('x-api-key: ****\n')
    expect(stderr).toContain(`> ${body}\n`)
    expect(stderr).not.toContain(token)
  },
)

test('--jsonata transforms the answer', async () => {
  const server = await recordingServer(() => json([{ id: 'a' }, { id: 'b' }]))

  const { stdout } = await epilot([
    ...[api, 'listAccessTokens', '--jsonata', '$.id', '--json'],
    ...['-s', server.url, '-t', token],
  ])

  expect(stdout).toBe('["a","b"]\n')
})

test('--definition overrides the document', async () => {
  const server = await recordingServer(() => json({ hello: 'world' }))
  const folder = await temporaryFolder()
  const yaml = `openapi: 3.0.3
info: { title: Hello, version: '1' }
servers: [{ url: '${server.url}' }]
paths:
  /hello/{name}:
    get:
      operationId: hello
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: OK, content: { application/json: { schema: {} } } } }
`
  await writeFile(join(folder, 'hello.yaml'), yaml)

  const alone = await epilot(['--definition', 'hello.yaml', 'hello', 'you'], { cwd: folder })
  const named = await epilot([api, 'hello', 'me', '--definition', 'hello.yaml', '--json'], { cwd: folder })

  expect(JSON.parse(alone.stdout)).toEqual({ hello: 'world' })
  expect(named.stdout).toBe('{"hello":"world"}\n')
  expect(server.requests.map(({ url }) => url)).toEqual(['/hello/you', '/hello/me'])
})

test('--guided says that it needs a terminal', async () => {
  const { code, stderr } = await epilot([api, 'listAccessTokens', '--guided', '-t', token])

  expect(code).toBe(2)
  expect(stderr).toContain('no terminal')
})

test('--no-interactive asks nothing', async () => {
  const { code, stderr } = await epilot([api, 'revokeAccessToken', '--no-interactive', '-t', token])

  expect(code).toBe(2)
  expect(stderr).toContain('id is required')
})

test.each([
  ['200', 200],
  ['0.2s', 200],
])('--timeout %s bounds the whole call', async (timeout, milliseconds) => {
  const server = await recordingServer(() => undefined)
  const startedAt = Date.now()

  const { code, stdout, stderr } = await epilot([
    ...[api, 'listAccessTokens', '--timeout', timeout],
    ...['-s', server.url, '-t', token],
  ])

  expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
  expect(stderr).toMatch(/^epilot: listAccessTokens failed: .*--timeout\.\n$/)
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(milliseconds)
  expect(Date.now() - startedAt).toBeLessThan(10_000)
})

test('--timeout bounds a call whose server asks for patience', async () => {
  const server = await recordingServer(() => ({ status: 503, headers: { 'retry-after': '30' } }))

  const { code } = await epilot([api, 'listAccessTokens', '--timeout', '1s', '-s', server.url, '-t', token])

  expect(code).toBe(5)
})

test('--dry-run prints a curl line with the token masked, and sends nothing', async () => {
  const server = await recordingServer()

  const { code, stdout, stderr } = await epilot([
    ...[api, 'createAccessToken', '--dry-run', '-d', `{"name":"it's"}`],
    ...['-s', server.url, '-t', token],
  ])

  expect(code).toBe(0)
  expect(stdout).toMatch(
    new RegExp(
      `^curl -X POST ${server.url}/v1/access-tokens -H .*--data-raw '\\{"name":"it'\\\\''s"\\}'\\n$`,
    ),
  )
  expect(stdout).toContain("-H 'Authorization: Bearer ****1234'")
  expect(stderr).toBe('Nothing was sent.\n')
  expect(server.requests).toEqual([])
})

test('--output table prints rows, --output json what is the default', async () => {
  const server = await recordingServer(() =>
    json([
      { id: 'a', roles: ['x', 'y'] },
      { id: 'b\u001b[31m', name: 'n' },
    ]),
  )
  const call = [api, 'listAccessTokens', '-s', server.url, '-t', token]

  const table = await epilot([...call, '--output', 'table'])
  const plain = await epilot([...call, '--output', 'json'])

  expect(table.stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['id', 'roles', 'name'],
    ['a', 'x, y'],
    ['b', '', 'n'].filter(Boolean),
    [''],
  ])
  expect(plain.stdout).toBe((await epilot(call)).stdout)
})

test('--output table cuts nothing: a created token is shown only once', async () => {
  const created = `eyJ${'x'.repeat(900)}`
  const server = await recordingServer(() => json({ token: created }, 201))

  const { stdout } = await epilot([
    ...[api, 'createAccessToken', '-d', '{"name":"x"}', '--output', 'table'],
    ...['-s', server.url, '-t', token],
  ])

  expect(stdout).toContain(created)
})

test('flags stand before or after the operation, and -- ends them', async () => {
  const server = await recordingServer(() => json({}))

  await epilot(['-s', server.url, api, '-t', token, 'revokeAccessToken', '--json', '--', '--odd-id'])

  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'DELETE /v1/access-tokens/--odd-id',
  ])
})

test('--version prints the version', async () => {
  const { stdout } = await epilot(['--version'])

  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
