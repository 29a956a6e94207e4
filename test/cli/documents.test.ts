import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { pets, petsFolder } from './pets.js'
import { json, recordingServer } from './recording-server.js'

test('values go as typed by the document, never guessed', async () => {
  const { server, run } = await petsFolder()
  const parameters = [
    'limit=10',
    'big=12345678901234567890',
    'tags=a,b',
    'tags=c',
    'filter={"a":"1"}',
    'X-Trace=true',
  ]

  const { code } = await run(['getPet', '00123', ...parameters.flatMap((parameter) => ['-p', parameter])])

  expect(code).toBe(0)
  const [request] = server.requests
  expect(request?.url?.replace(/^.*\?/, '').split('&').toSorted()).toEqual([
    'big=12345678901234567890',
    'filter[a]=1',
    'limit=10',
    'tags=a%2Cb,c',
  ])
  expect(request?.url).toMatch(/^\/pets\/00123\?/)
  expect(request?.headers).toMatchObject({ 'x-trace': 'true', 'x-api-key': 'key-of-the-pets-api' })
  expect(request?.headers.authorization).toBe(undefined)
})

test.each([
  ['limit=0', 'at least 1'],
  ['limit=ten', 'an integer'],
  ['X-Trace=yes', 'true or false'],
  ['filter=a', 'must be JSON'],
  ['X-Note=é', 'takes visible ASCII only'],
])('%s is refused', async (parameter, told) => {
  const { server, run } = await petsFolder()

  const { code, stderr } = await run(['getPet', '1', '-p', parameter])

  expect(code).toBe(2)
  expect(stderr).toContain(told)
  expect(server.requests).toEqual([])
})

test.each([[[]], [['--dry-run']]])('a value that writes an empty path is refused %j', async (flags) => {
  const { server, run } = await petsFolder()

  const { code, stdout, stderr } = await run(['getHerd', '{}', ...flags])

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(`herd can't be "". Nothing was sent.`)
  expect(server.requests).toEqual([])
})

test('text is printed as it is, with --json as a JSON string', async () => {
  const { run } = await petsFolder()

  expect((await run(['addPet', '-d', '{"name":"Rex"}'])).stdout).toBe('Created ☂\n')
  expect((await run(['addPet', '-d', '{"name":"Rex"}', '--json'])).stdout).toBe('"Created ☂\\n"\n')
})

test('-H chooses the content type of the body', async () => {
  const { server, run } = await petsFolder()

  const xml = await run(['addPet', '-d', '<pet/>', '-H', 'Content-Type: application/xml'])
  const unknown = await run(['addPet', '-d', 'x', '-H', 'Content-Type: text/csv'])

  expect([xml.code, unknown.code]).toEqual([0, 2])
  expect(server.requests.map(({ body, headers }) => [body.toString(), headers['content-type']])).toEqual([
    ['<pet/>', 'application/xml'],
  ])
})

test('a form is built from a JSON object, files from @paths; a binary answer is passed on', async () => {
  const { server, folder, run } = await petsFolder()
  await writeFile(join(folder, 'rex.png'), Buffer.from([1, 2, 3, 0xfe]))

  const { code, bytes } = await run(['addPhoto', '-d', '{"title":"Rex","photo":"@rex.png"}'])

  expect(code).toBe(0)
  expect(bytes).toEqual(Buffer.from([0x89, 0x50, 0, 0xff]))
  const [request] = server.requests
  expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  expect(request?.body.toString('latin1')).toMatch(/name="title"\r\n\r\nRex\r\n.*filename="rex\.png"/s)
  expect(request?.body.includes(Buffer.from([1, 2, 3, 0xfe]))).toBe(true)
})

test('a document from a URL, its server relative to it', async () => {
  const server = await recordingServer(({ url }) =>
    url === '/api/openapi.yaml'
      ? { headers: { 'content-type': 'application/yaml' }, body: pets('/v2') }
      : json({ ok: true }),
  )

  const { code } = await epilot([
    '--definition',
    `${server.url}/api/openapi.yaml`,
    'getPet',
    '7',
    '-t',
    'some-key',
  ])

  expect(code).toBe(0)
  expect(server.requests.map(({ url }) => url)).toEqual(['/api/openapi.yaml', '/v2/pets/7'])
})

test('a document that can not be used is refused with every problem, exit code 2', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'bad.yaml'), "swagger: '2.0'\ninfo: { title: x, version: '1' }\npaths: {}\n")

  const { code, stdout, stderr } = await epilot(['--definition', 'bad.yaml', 'x'], { cwd: folder })

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('bad.yaml')
  expect(stderr).toContain('/swagger')
})

test('--timeout bounds the reading of a document from a URL too', async () => {
  const server = await recordingServer(() => undefined)
  const startedAt = Date.now()

  const { code, stdout, stderr } = await epilot([
    ...['--definition', `${server.url}/slow.yaml`, 'getPet', '1', '--timeout', '300'],
  ])

  expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
  expect(stderr).toMatch(/slow\.yaml can't be used: It can't be read: it took too long\..*--timeout\.\n$/)
  expect(Date.now() - startedAt).toBeLessThan(10_000)
})

test('what reading the document took is part of --timeout', async () => {
  const server = await recordingServer(({ url }) =>
    url === '/openapi.yaml' ? { body: pets('/v2'), delay: 700 } : { ...json({}), delay: 1500 },
  )

  const { code } = await epilot([
    ...['--definition', `${server.url}/openapi.yaml`, 'getPet', '7', '-t', 'some-key', '--timeout', '2s'],
  ])

  expect(server.requests.map(({ url }) => url)).toEqual(['/openapi.yaml', '/v2/pets/7'])
  expect(code).toBe(6)
})

test('a document whose server is not there is exit code 6, one that it lacks exit code 2', async () => {
  const server = await recordingServer(() => ({ status: 404 }))

  const unreachable = await epilot(['--definition', 'http://127.0.0.1:1/a.yaml', 'getPet', '1'])
  const missing = await epilot(['--definition', `${server.url}/a.yaml`, 'getPet', '1'])

  expect([unreachable.code, missing.code]).toEqual([6, 2])
  expect(unreachable.stderr).toContain('ECONNREFUSED')
})

test('--config adds its APIs as commands, and is never looked for', async () => {
  const { server, folder } = await petsFolder()
  await writeFile(join(folder, 'epilot.config.json'), '{"out":"src/epilot","apis":{"pets":"pets.yaml"}}')
  const call = ['pets', 'getPet', '1', '-t', 'some-key']

  const without = await epilot(call, { cwd: folder })
  const withConfig = await epilot(['--config', 'epilot.config.json', ...call], { cwd: folder })
  const typo = await epilot(['--config', 'epilot.config.json', 'pest'], { cwd: folder })

  expect([without.code, withConfig.code]).toEqual([2, 0])
  expect(server.requests).toHaveLength(1)
  expect(typo.stderr).toContain('Did you mean pets?')
})

test.each(['accessToken', 'auth', 'help'])('--config may not call an API %s', async (name) => {
  const { folder } = await petsFolder()
  await writeFile(
    join(folder, 'c.json'),
    JSON.stringify({ out: 'o', apis: { [name]: 'pets.yaml', pets: 'pets.yaml' } }),
  )

  const { code, stderr } = await epilot(['--config', 'c.json', 'pets', 'getPet', '1'], { cwd: folder })

  expect(code).toBe(2)
  expect(stderr).toContain(`c.json lists ${name}`)
})
