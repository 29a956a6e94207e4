import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { epilot, start, temporaryFolder } from './command.js'
import { json, recordingServer } from './recording-server.js'

const pets = (server: string): string => `openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: '${server}' }]
security: [{ Key: [] }]
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: x-api-key }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1 } }
        - { name: big, in: query, schema: { type: integer } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object } }
        - { name: X-Trace, in: header, schema: { type: boolean } }
        - { name: X-Note, in: header, schema: { type: string } }
      responses: { '200': { description: OK, content: { application/json: { schema: {} } } } }
  /herds/{herd}:
    get:
      operationId: getHerd
      parameters: [{ name: herd, in: path, required: true, schema: { type: object } }]
      responses: { '204': { description: OK } }
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } }
          application/xml: { schema: { type: string } }
      responses: { '201': { description: Created, content: { text/plain: { schema: { type: string } } } } }
  /photos:
    post:
      operationId: addPhoto
      security: []
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties: { title: { type: string }, photo: { type: string, format: binary } }
      responses: { '200': { description: OK, content: { image/png: {} } } }
`

async function petsFolder() {
  const server = await recordingServer(({ url }) =>
    url === '/pets'
      ? { status: 201, headers: { 'content-type': 'text/plain' }, body: 'Created ☂\n' }
      : url === '/photos'
        ? { headers: { 'content-type': 'image/png' }, body: Buffer.from([0x89, 0x50, 0, 0xff]) }
        : json({ ok: true }),
  )
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'pets.yaml'), pets(server.url))
  const run = (args: string[], stdin = '') =>
    epilot(['--definition', 'pets.yaml', '-t', 'key-of-the-pets-api', ...args], { cwd: folder, stdin })
  return { server, folder, run }
}

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

/** Peers come from the working copy, as they would from the user's project. */
async function project(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'node_modules'))
  const { symlink } = await import('node:fs/promises')
  const modules = new URL('../../node_modules', import.meta.url).pathname
  for (const name of ['openapi-typescript', 'typescript']) {
    await symlink(join(modules, name), join(folder, 'node_modules', name))
  }
  await writeFile(join(folder, 'pets.yaml'), pets('https://pets.example'))
  return folder
}

test('epilot generate writes an API, and --check tells what differs', async () => {
  const folder = await project()
  const generate = (...args: string[]) =>
    epilot(['generate', 'pets.yaml', '--name', 'pets', '--out', 'src/pets', ...args], { cwd: folder })

  const missing = await generate('--check')
  const written = await generate()
  const same = await generate('--check')
  await writeFile(join(folder, 'src/pets/index.gen.ts'), '// changed')
  const changed = await generate('--check')

  expect(written.stderr).toContain('index.gen.ts')
  expect([missing.code, written.code, same.code, changed.code]).toEqual([1, 0, 0, 1])
  expect(changed.stderr).toContain('index.gen.ts is missing or differs')
  expect(await readdir(join(folder, 'src/pets'))).toContain('client.gen.ts')
})

test('epilot generate reads epilot.config.json without arguments', async () => {
  const folder = await project()
  await writeFile(join(folder, 'epilot.config.json'), '{"out":"src/epilot","apis":{"pets":"pets.yaml"}}')

  const { code } = await epilot(['generate'], { cwd: folder })

  expect(code).toBe(0)
  expect(await readFile(join(folder, 'src/epilot/pets/index.gen.ts'), 'utf8')).toContain("name: 'pets'")
})

test.each<[string, string[], string]>([
  ['a name', ['pets.yaml', '--out', 'x'], '--name is missing'],
  ['a folder', ['pets.yaml', '--name', 'pets'], '--out is missing'],
  ['a configuration', [], 'epilot.config.json'],
  ['a name that an SDK can have', ['pets.yaml', '--out', 'x', '--name', 'authorize'], 'authorize'],
  ['a document', ['none.yaml', '--out', 'x', '--name', 'pets'], 'none.yaml'],
])('epilot generate without %s is exit code 2', async (_, args, told) => {
  const folder = await project()

  const { code, stderr } = await epilot(['generate', ...args], { cwd: folder })

  expect(code).toBe(2)
  expect(stderr).toContain(told)
  expect(await readdir(folder)).toEqual(['node_modules', 'pets.yaml'])
})

test('epilot generate without openapi-typescript says what to install, exit code 2', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'pets.yaml'), pets('https://pets.example'))

  const { code, stderr } = await epilot(['generate', 'pets.yaml', '--name', 'pets', '--out', 'x'], {
    cwd: folder,
  })

  expect(code).toBe(2)
  expect(stderr).toMatch(/^epilot: .*npm i -D openapi-typescript/)
  expect(await readdir(folder)).toEqual(['pets.yaml'])
})

async function started(args: string[], cwd: string) {
  const child = start(['emulator', '--json', ...args], { cwd, stdin: null })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { child, ...(JSON.parse(line.toString()) as { url: string; token?: string }) }
}

test('epilot emulator starts the Access Token API, and Ctrl-C ends it', async () => {
  const { child, url, token = '' } = await started([], '/')

  const { code } = await epilot(['access-token', 'listAccessTokens', '-s', url, '-t', token])
  child.kill('SIGINT')
  const [ended] = await once(child, 'close')

  expect([code, ended]).toEqual([0, 130])
})

test('epilot emulator --definition answers for any document', async () => {
  const { folder } = await petsFolder()
  const { url } = await started(['--definition', 'pets.yaml'], folder)
  const call = ['--definition', 'pets.yaml', '-s', url, '-t', 'any']

  const fine = await epilot([...call, 'getPet', '1'], { cwd: folder })

  expect(fine.code).toBe(0)
})

test.each([
  ['a port that is none', ['--port', 'http']],
  ['a port out of range', ['--port', '70000']],
])('epilot emulator refuses %s', async (_, args) => {
  expect((await epilot(['emulator', ...args])).code).toBe(2)
})

test('epilot emulator says when the port is taken', async () => {
  const server = await recordingServer()

  const { code, stderr } = await epilot(['emulator', '--port', new URL(server.url).port])

  expect(code).toBe(2)
  expect(stderr).toContain('is in use')
})
