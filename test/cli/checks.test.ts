import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { json, recordingServer } from './recording-server.js'

const document = (server: string): string => `openapi: 3.1.0
info: { title: Checks, version: '1' }
servers: [{ url: '${server}' }]
components:
  schemas:
    Cat: { type: object, required: [kind, lives], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, tricks: { type: string } } }
paths:
  /find:
    get:
      operationId: find
      parameters:
        - { name: any, in: query, schema: { anyOf: [{ type: array, items: { type: string } }, { type: string }] } }
        - { name: price, in: query, schema: { type: number, multipleOf: 0.01 } }
        - name: filter
          in: query
          style: deepObject
          schema:
            type: object
            required: [b]
            properties: { b: { type: integer } }
            additionalProperties: false
        - { name: exact, in: query, content: { application/json: { schema: { type: object, required: [z] } } } }
      responses: { '204': { description: OK } }
  /any:
    post:
      operationId: any
      requestBody: { required: true, content: { '*/*': { schema: { type: string, format: binary } } } }
      responses: { '204': { description: OK } }
  /note:
    post:
      operationId: note
      requestBody: { required: true, content: { text/plain: { schema: { type: string, maxLength: 3 } } } }
      responses: { '204': { description: OK } }
  /pet:
    post:
      operationId: pet
      requestBody:
        required: true
        content:
          application/json:
            schema:
              oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
              discriminator:
                propertyName: kind
                mapping: { cat: '#/components/schemas/Cat', tom: '#/components/schemas/Cat', dog: Dog }
      responses: { '204': { description: OK } }
  /upload:
    post:
      operationId: upload
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, title]
              additionalProperties: false
              properties:
                file: { type: string, format: binary }
                pages: { type: array, items: { type: string, contentMediaType: image/png } }
                title: { type: string, minLength: 2 }
                count: { type: integer }
                tags: { type: array, items: { type: string, enum: [a, b] } }
      responses: { '204': { description: OK } }
  /patch:
    post:
      operationId: patch
      requestBody:
        content:
          application/json-patch+json: { schema: { type: array } }
          application/json: { schema: { type: object } }
      responses: { '204': { description: OK } }
  /form:
    post:
      operationId: form
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, required: [grant], properties: { grant: { enum: [code] }, ttl: { type: integer } } }
      responses: { '204': { description: OK } }
  /help: { get: { operationId: help, responses: { '200': { description: OK } } } }
  /profile: { get: { operationId: profile, responses: { '200': { description: OK } } } }
  /generate: { get: { operationId: generate, responses: { '200': { description: OK } } } }
`

async function checksFolder() {
  const server = await recordingServer(({ url }) =>
    /^\/(help|profile|generate)$/.test(url) ? json({ url }) : { status: 204 },
  )
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'api.yaml'), document(server.url))
  await writeFile(join(folder, 'a.png'), 'one')
  await writeFile(join(folder, 'b.png'), 'two')
  const run = (...args: string[]) => epilot(['--definition', 'api.yaml', ...args], { cwd: folder })
  return { server, run }
}

test.each<[string, string[], string]>([
  ['a property too few in an object parameter', ['find', '-p', 'filter={}'], "required property 'b'"],
  ['one too many', ['find', '-p', 'filter={"b":1,"c":2}'], 'must not have the property "c"'],
  ['a wrong type in it', ['find', '-p', 'filter={"b":"x"}'], 'filter/b must be integer'],
  ['a property too few in a JSON parameter', ['find', '-p', 'exact={"a":1}'], "required property 'z'"],
  ['a text that is too long', ['note', '-d', 'long'], 'must have at most 3 characters'],
  ['a kind that the mapping lacks', ['pet', '-d', '{"kind":"cow"}'], 'one of cat, tom, dog; got "cow"'],
  ['a body that is not of its mapped kind', ['pet', '-d', '{"kind":"tom"}'], "required property 'lives'"],
  ['a multipart form without a required field', ['upload', '-d', '{"title":"ab"}'], "property 'file'"],
  [
    'a field that the form lacks',
    ['upload', '-d', '{"file":"@a.png","title":"ab","titel":"x"}'],
    'must not have the property "titel"',
  ],
  ['a field that is too short', ['upload', '-d', '{"file":"@a.png","title":"a"}'], 'body/title must NOT'],
  [
    'a field of the wrong type',
    ['upload', '-d', '{"file":"@a.png","title":"ab","count":"many"}'],
    'body/count must be integer',
  ],
  [
    'an item of the wrong value',
    ['upload', '-d', '{"file":"@a.png","title":"ab","tags":"c"}'],
    'body/tags/0 must be one of "a", "b"',
  ],
  [
    'a multipart form that is no object',
    ['upload', '-d', 'title=ab'],
    "not a JSON object of the form's fields",
  ],
  ['a form of the wrong value', ['form', '-d', '{"grant":"all"}'], 'body/grant must be'],
  ['a written form of the wrong type', ['form', '-d', 'grant=code&ttl=x'], 'body/ttl must be integer'],
])('%s is told, and nothing is sent', async (_, args, told) => {
  const { server, run } = await checksFolder()

  const { code, stderr } = await run(...args)

  expect(stderr).toContain(told)
  expect({ code, requests: server.requests }).toEqual({ code: 2, requests: [] })
})

test.each<[string, string[], string]>([
  ['a decimal multiple', ['find', '-p', 'price=19.99'], '/find?price=19.99'],
  ['one value of what may be a list', ['find', '-p', 'any=x'], '/find?any=x'],
  ['two values of what may be a list', ['find', '-p', 'any=x', '-p', 'any=y'], '/find?any=x&any=y'],
  ['numbers of an object as they are written', ['find', '-p', 'filter={"b":"7"}'], '/find?filter[b]=7'],
])('%s is sent', async (_, args, url) => {
  const { server, run } = await checksFolder()

  expect((await run(...args)).code).toBe(0)
  expect(server.requests.map((request) => request.url)).toEqual([url])
})

test('a body of any type is sent as bytes, or as the type that -H names', async () => {
  const { server, run } = await checksFolder()

  await run('any', '-d', 'a,b')
  await run('any', '-d', 'a,b', '-H', 'Content-Type: text/csv')

  expect(server.requests.map(({ headers, body }) => [headers['content-type'], body.toString()])).toEqual([
    ['application/octet-stream', 'a,b'],
    ['text/csv', 'a,b'],
  ])
})

test('a form that fits is sent: texts as numbers, one value of a list, several files', async () => {
  const { server, run } = await checksFolder()
  const fields = '{"file":"@a.png","title":"ab","count":"7","tags":"a","pages":["@a.png","@b.png"]}'

  const upload = await run('upload', '-d', fields)
  const form = await run('form', '-d', 'grant=code&ttl=60')

  expect([upload.code, form.code]).toEqual([0, 0])
  const [multipart, written] = server.requests.map(({ body }) => body.toString())
  expect(multipart).toMatch(/name="count"\r\n\r\n7\r\n.*filename="a\.png".*one.*filename="b\.png".*two/s)
  expect(written).toBe('grant=code&ttl=60')
})

test.each(['help', 'profile', 'generate'])('an operation may be called %s, as a command is', async (name) => {
  const { run } = await checksFolder()

  const { code, stdout } = await run(name, '--json')

  expect([code, stdout]).toEqual([0, `{"url":"/${name}"}\n`])
})

test('help comes before an operation of the document too', async () => {
  const { run } = await checksFolder()

  expect((await run('find', '--help')).stdout).toContain('GET /find')
  expect((await run('auth', 'status')).stderr).toContain('--definition has no meaning')
})

test('plain JSON comes before types that only end in it', async () => {
  const { server, run } = await checksFolder()

  expect(await run('patch', '-d', '{"a":"x"}')).toMatchObject({ code: 0, stderr: '' })
  expect(server.requests[0]?.headers['content-type']).toBe('application/json')
})
