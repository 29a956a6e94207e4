import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { recordingServer } from './recording-server.js'

const secret = 'whatmustnotbeshown-1234'

const document = (server: string): string => `openapi: 3.0.3
info: { title: Secrets, version: '1' }
servers: [{ url: '${server}' }]
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Access }
    Query: { type: apiKey, in: query, name: key }
    Basic: { type: http, scheme: basic }
    Bearer: { type: http, scheme: bearer }
paths:
  /login:
    post:
      operationId: login
      security: []
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { user: { type: string }, password: { type: string } } }
      responses: { '204': { description: OK } }
  /upload:
    post:
      operationId: upload
      security: []
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                title: { type: string }
                secret: { type: string }
                about: { type: object }
                file: { type: string, format: binary }
      responses: { '204': { description: OK } }
  /keyed:
    get:
      operationId: keyed
      security: [{ Key: [] }]
      responses: { '204': { description: OK } }
    post:
      operationId: basic
      security: [{ Bearer: [] }, { Basic: [] }]
      responses: { '204': { description: OK } }
    put:
      operationId: query
      security: [{ Query: [] }]
      responses: { '204': { description: OK } }
    delete:
      operationId: bearer
      security: [{ Bearer: [] }]
      responses: { '204': { description: OK } }
    head:
      operationId: peek
      security: []
      responses: { '204': { description: OK } }
  /verify/{token}:
    get:
      operationId: verify
      security: []
      parameters:
        - { name: token, in: path, required: true, schema: { type: string } }
        - { name: phrase, in: query, schema: { type: string, format: password } }
      responses: { '204': { description: OK } }
`

async function secretsFolder() {
  const server = await recordingServer(() => ({ status: 204 }))
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'api.yaml'), document(server.url))
  await writeFile(join(folder, 'a;b.txt'), 'text')
  const run = (...args: string[]) => epilot(['--definition', 'api.yaml', ...args], { cwd: folder })
  return { server, run }
}

test.each<[string, string[]]>([
  ['a field of a form', ['login', '-d', `{"user":"me","password":"${secret}"}`]],
  ['a field of a multipart form', ['upload', '-d', `{"title":"t","secret":"${secret}"}`]],
  ['a property in a field of a multipart form', ['upload', '-d', `{"about":{"api_key":"${secret}"}}`]],
  ['the header that the document has keys in', ['keyed', '-H', `X-Access: ${secret}`]],
  ['a path parameter of a secret name', ['verify', secret]],
  ['a parameter of the format password', ['verify', 'x', '-p', `phrase=${secret}`]],
])('%s is sent, and masked in -v and --dry-run', async (_, args) => {
  const { server, run } = await secretsFolder()

  const dry = await run(...args, '--dry-run')
  const verbose = await run(...args, '-v')

  expect([dry.code, verbose.code]).toEqual([0, 0])
  for (const { stdout, stderr } of [dry, verbose]) {
    expect(stdout + stderr).not.toContain(secret)
    expect(stdout + stderr).toContain('****1234')
  }
  const [request] = server.requests
  expect(JSON.stringify([request?.url, request?.headers, request?.body.toString()])).toContain(secret)
})

test('an answer that is no JSON and repeats the token is told without it', async () => {
  const server = await recordingServer(({ headers }) => ({
    headers: { 'content-type': 'text/html' },
    body: `<p>Hello, ${headers.authorization}</p>`,
  }))

  const { code, stderr } = await epilot([
    ...['access-token', 'listAccessTokens', '-s', server.url, '-t', secret],
  ])

  expect(code).toBe(1)
  expect(stderr).toContain('not JSON: Hello, Bearer ****1234')
  expect(stderr).not.toContain(secret)
})

test('a header without a colon is told without what may be its value', async () => {
  const call = ['access-token', 'listAccessTokens', '-s', 'http://127.0.0.1:9', '-t', 'token']
  for (const header of [`Authorization Bearer ${secret}`, secret]) {
    const { stderr } = await epilot([...call, '-H', header])
    expect(stderr).toContain("is not of the form 'Key: Value'")
    expect(stderr).not.toContain(secret)
  }
})

test('-i masks every cookie and the secrets in the URL of a redirect', async () => {
  const server = await recordingServer(() => ({
    status: 302,
    headers: {
      location: `https://else.where/callback?access_token=${secret}`,
      'set-cookie': [`first=${secret}; Path=/`, `session=${secret}; HttpOnly`],
    },
  }))

  const { stderr } = await epilot([
    ...['access-token', 'listAccessTokens', '-i', '-s', server.url, '-t', 'token-of-the-test'],
  ])

  expect(stderr).not.toContain(secret)
  expect(stderr).toContain('< location: https://else.where/callback?access_token=****1234\n')
  expect(stderr).toContain('< set-cookie: first=****1234; Path=/\n< set-cookie: session=****1234; HttpOnly\n')
})

test('a multipart form is shown part by part, as curl takes it', async () => {
  const { server, run } = await secretsFolder()
  const body = '{"title":"@home","about":{"a":"b;c"},"file":"@a;b.txt"}'

  const dry = await run('upload', '-d', body, '--dry-run')
  const verbose = await run('upload', '-d', body, '-v')

  expect(dry.stdout).toMatch(
    new RegExp(
      `^curl -X POST ${server.url}/upload .*--form-string title=@home -F 'about="\\{\\\\"a\\\\":\\\\"b;c\\\\"\\}";type=application/json' -F 'file=@"a;b.txt"'\n$`,
    ),
  )
  expect(dry.stdout).not.toMatch(/content-type/i)
  expect(verbose.stderr).toContain('> title: @home\n> about: {"a":"b;c"}\n> file: @a;b.txt\n')
})

test('a dry run of HEAD is a curl line that asks for no body', async () => {
  const { server, run } = await secretsFolder()

  expect((await run('peek', '--dry-run')).stdout).toMatch(`curl -I ${server.url}/keyed `)
})

test.each([
  ['basic', 'me:my pässword 1234', 'authorization', `Basic ${btoa('me:my p\u00c3\u00a4ssword 1234')}`],
  ['keyed', 'ApiKey xyz', 'x-access', 'ApiKey xyz'],
])('a password or key may have spaces and umlauts: %s', async (operation, token, header, sent) => {
  const { server, run } = await secretsFolder()

  expect(await run(operation, '--token', token)).toMatchObject({ code: 0, stderr: '' })
  expect(server.requests[0]?.headers[header]).toBe(sent)
  const { stdout } = await run(operation, '--token', token, '--dry-run')
  expect(stdout).not.toContain(token)
  expect(stdout).not.toContain(sent)
})

test('a key in the query may have any character but controls', async () => {
  const { server, run } = await secretsFolder()

  expect(await run('query', '--token', 'schlüssel eins')).toMatchObject({ code: 0, stderr: '' })
  expect(server.requests[0]?.url).toBe('/keyed?key=schl%C3%BCssel%20eins')
  expect((await run('query', '--token', 'a\nb')).code).toBe(2)
})

test.each(['me:my password', 'a b', 'ä'])('%s is no bearer token', async (token) => {
  const { server, run } = await secretsFolder()

  const { code, stderr } = await run('bearer', '--yes', '--token', token)

  expect([code, server.requests]).toEqual([2, []])
  expect(stderr).toContain('that no token has')
})
