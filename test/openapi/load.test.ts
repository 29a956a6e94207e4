import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DocumentError } from '../../src/openapi/error.js'
import { loadDocument } from '../../src/openapi/load.js'
import { lookup } from '../../src/openapi/pointer.js'
import { temporaryFolder } from '../codegen/project.js'

/** Writes files below a folder, and gives the path of the first. */
async function write(folder: string, files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return join(folder, Object.keys(files)[0] ?? '')
}

async function serve(listener: RequestListener): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function problemsOf(source: string): Promise<string> {
  const error = await loadDocument(source).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(DocumentError)
  return (error as DocumentError).message
}

const part = async (folder: string): Promise<string> =>
  JSON.stringify(JSON.parse(await readFile(join(folder, 'parts.json'), 'utf8')).Part)

/** Makes a folder the working directory for a while. */
function within(folder: string): AsyncDisposable {
  const before = process.cwd()
  process.chdir(folder)
  return { [Symbol.asyncDispose]: async () => process.chdir(before) }
}

const head = 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n'

describe('loadDocument from a file', () => {
  it('reads JSON as it is', async () => {
    expect(await loadDocument('openapi.json')).toEqual(JSON.parse(await readFile('openapi.json', 'utf8')))
  })

  it('reads YAML with merge keys, and leaves a date the text that it is', async () => {
    await using folder = await temporaryFolder()
    const path = await write(folder.path, {
      'openapi.yaml': `${head}x-base: &base { a: 1 }\nx-all: { <<: *base, day: 2020-01-31, id: !!str 7 }\npaths: {}\n`,
    })

    expect(await loadDocument(path)).toMatchObject({ 'x-all': { a: 1, day: '2020-01-31', id: '7' } })
  })

  it('bundles the files below its folder, circles between them too', async () => {
    await using folder = await temporaryFolder()
    const path = await write(folder.path, {
      'openapi.yaml': `${head}paths:\n  /pets: { $ref: 'paths/pets.yaml#/pets' }\n`,
      'paths/pets.yaml':
        "pets: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: ../schemas.json#/Pet } } } } } } }",
      'schemas.json':
        '{"Pet":{"properties":{"owner":{"$ref":"#/Owner"}}},"Owner":{"properties":{"pet":{"$ref":"#/Pet"}}}}',
    })

    const text = JSON.stringify(await loadDocument(path))

    expect(text.match(/"\$ref":"[^"]*"/g)?.every((ref) => ref.startsWith('"$ref":"#/'))).toBe(true)
    expect(text).toContain('"owner"')
  })

  it.each(['my project', 'ünï', 'a#b', 'a?b', 'a%41b', "it's [1]"])(
    'bundles files in the folder %s, and files with a space in their names',
    async (name) => {
      await using folder = await temporaryFolder()
      const path = await write(folder.path, {
        [`${name}/openapi.yaml`]: `${head}paths:\n  /a: { $ref: 'path item.yaml' }\n  /b: { $ref: 'path%20item.yaml' }\n  /c: { $ref: ./n/ü.yaml }\n`,
        [`${name}/path item.yaml`]: '{ summary: spaced }',
        [`${name}/n/ü.yaml`]: "{ summary: sub, $ref: '../path item.yaml' }",
      })

      const text = JSON.stringify(await loadDocument(path))
      expect(text).toContain('spaced')
      expect(text).not.toContain('.yaml')
      await using _ = within(folder.path)
      expect(JSON.stringify(await loadDocument(`${name}/openapi.yaml`))).toBe(text)
    },
  )

  it('takes a $ref within an example, default or enum for data', async () => {
    await using folder = await temporaryFolder()
    const data = { properties: { a: { $ref: 'https://example.com/pet.json' } } }
    const schema = {
      type: 'object',
      example: data,
      default: { $ref: 'other.json' },
      enum: [{ $ref: 'x.json#/y' }],
      properties: { example: { $ref: './parts.json#/Part' }, default: { $ref: '#/components/schemas/Own' } },
    }
    const examples = { one: { value: { $ref: '#/nowhere' } } }
    const content = { 'application/json': { schema, examples } }
    const document = {
      openapi: '3.0.3',
      paths: { '/a': { get: { responses: { default: { description: '', content } } } } },
      components: { schemas: { Own: { type: 'string' } } },
    }
    const path = await write(folder.path, {
      'openapi.json': JSON.stringify(document),
      'parts.json': JSON.stringify({ Part: { type: 'object', example: { $ref: 'https://example.com/' } } }),
    })

    const media = lookup(
      await loadDocument(path),
      '/paths/~1a/get/responses/default/content/application~1json',
    )
    expect(media).toEqual({
      schema: {
        ...schema,
        properties: { ...schema.properties, example: JSON.parse(await part(folder.path)) },
      },
      examples,
    })
  })

  it('keeps members of any name', async () => {
    await using folder = await temporaryFolder()
    const path = await write(folder.path, {
      'openapi.yaml': `${head}paths: {}\nx-epilot-data: not json\ncomponents: { schemas: { A: { $ref: a.yaml } } }\n`,
      'a.yaml': "type: string\nx-more: { x-epilot-data: '1' }\n",
    })

    expect(await loadDocument(path)).toMatchObject({
      'x-epilot-data': 'not json',
      components: { schemas: { A: { 'x-more': { 'x-epilot-data': '1' } } } },
    })
  })

  it("keeps what a discriminator's values stand for", async () => {
    await using folder = await temporaryFolder()
    const path = await write(folder.path, {
      'openapi.yaml': `${head}paths: {}
components: { schemas: { Cat: { $ref: 'all.yaml#/Cat' }, Animal: { $ref: 'all.yaml#/Animal' }, Thing: { $ref: 'thing.yaml' } } }
`,
      'all.yaml': `Cat: { type: object, properties: { kind: { type: string } } }
Animal: { oneOf: [{ $ref: '#/Cat' }], discriminator: { propertyName: kind, mapping: { cat: '#/Cat', other: Cat } } }
`,
      'thing.yaml': `oneOf: [{ $ref: only.yaml }]\ndiscriminator: { propertyName: kind, mapping: { only: only.yaml } }\n`,
      'only.yaml': 'type: object',
    })

    const { schemas } = (await loadDocument(path)).components as { schemas: Record<string, never> }
    expect(schemas).toMatchObject({
      Animal: { discriminator: { mapping: { cat: '#/components/schemas/Cat', other: 'Cat' } } },
      Thing: {
        oneOf: [{ type: 'object' }],
        discriminator: { mapping: { only: '#/components/schemas/Thing/oneOf/0' } },
      },
    })
  })

  it('names the place of a $ref that it can not follow, from a relative path too', async () => {
    await using folder = await temporaryFolder()
    await write(folder.path, { 'openapi.yaml': `${head}paths:\n  /a: { $ref: './missing.yaml#/X' }\n` })
    await using _ = within(folder.path)

    expect(await problemsOf('openapi.yaml')).toMatch(/^ {2}\/paths\/~1a: .*missing.yaml can't be followed/m)
  })

  it('names every file that it may not or can not reach', async () => {
    await using folder = await temporaryFolder()
    const path = await write(folder.path, {
      'api/openapi.yaml': `${head}paths:
  /up: { $ref: '../secret.yaml#/a' }
  /absolute: { $ref: '/etc/passwd' }
  /web: { $ref: 'http://127.0.0.1:9/a.yaml' }
  /gone: { $ref: 'gone.yaml' }
  /link: { $ref: 'link.yaml' }
`,
      'secret.yaml': 'a: {}',
    })
    await symlink(join(folder.path, 'secret.yaml'), join(folder.path, 'api/link.yaml'))

    const problems = await problemsOf(path)

    expect(problems.match(/^ {2}\/paths\/\S+(?=:)/gm)?.map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        '/paths/~1up',
        '/paths/~1absolute',
        '/paths/~1web',
        '/paths/~1gone',
        '/paths/~1link',
      ]),
    )
    expect(problems).not.toContain('root:')
  })

  it.each([
    ['is not there', undefined, /can't be read: ENOENT/],
    ['is cut off', '{"openapi":', /neither JSON nor YAML/],
    ['is broken YAML', 'a: b: c', /neither JSON nor YAML: .*line 1/],
    ['is empty', '', /is an object/],
    ['is a list', '[]', /is an object/],
    ['is an alias bomb', bomb(), /more than 1000000 values/],
    ['is a circle of aliases', 'a: &a { b: *a }', /more than 500 levels/],
    ['is deep', '['.repeat(2000) + ']'.repeat(2000), /more than 500 levels/],
    ['is larger than 32 MB', ' '.repeat(33 * 1024 * 1024), /larger than 32 MB/],
  ])('refuses a document that %s', async (_what, text, message) => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'openapi.yaml')
    if (text !== undefined) await writeFile(path, text)

    expect(await problemsOf(path)).toMatch(message)
  })
})

describe('loadDocument of several files', () => {
  const refs = (count: number): string =>
    `${head}paths: {}\ncomponents: { schemas: { ${Array.from({ length: count }, (_, index) => `S${index}: { $ref: ${index}.yaml }`).join(', ')} } }\n`

  it.each([
    [
      'larger than 32 MB',
      `description: ${'x'.repeat(10 * 1024 * 1024)}\n`,
      /With the files before it, it is larger than 32 MB/,
    ],
    ['alias bombs', `x: [${'&a [1'.padEnd(200_000, ',1')}], *a, *a]\n`, /more than 1000000 values/],
  ])('refuses those that are together %s, on disk and from a URL', async (_what, text, message) => {
    await using folder = await temporaryFolder()
    const files = Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [`${index}.yaml`, text]))
    const path = await write(folder.path, { 'openapi.yaml': refs(6), ...files })
    await using server = await serve((request, response) => {
      response.end(request.url === '/openapi.yaml' ? refs(6) : text)
    })

    expect(await problemsOf(path)).toMatch(message)
    expect(await problemsOf(`${server.url}/openapi.yaml`)).toMatch(message)
  })
})

describe('loadDocument from a URL', () => {
  it('reads YAML served as plain text, and takes a relative server from there', async () => {
    await using server = await serve((_request, response) => {
      response.setHeader('content-type', 'text/plain').end(`${head}servers: [{ url: /v1 }]\npaths: {}\n`)
    })

    const document = await loadDocument(`${server.url}/docs/openapi.yaml`)

    expect(document.servers).toEqual([{ url: `${server.url}/v1` }])
  })

  it('takes the servers of paths and operations from there, and / where there are none', async () => {
    await using server = await serve((_request, response) => {
      response.end(`${head}paths:
  /a: { servers: [{ url: /v2 }], get: { servers: [{ url: v3/ }] }, post: { servers: [{ url: 'https://{x}/' }] } }
`)
    })

    const document = await loadDocument(`${server.url}/docs/openapi.yaml`)

    expect(document.servers).toEqual([{ url: `${server.url}/` }])
    expect(document.paths?.['/a']).toEqual({
      servers: [{ url: `${server.url}/v2` }],
      get: { servers: [{ url: `${server.url}/docs/v3/` }] },
      post: { servers: [{ url: 'https://{x}/' }] },
    })
  })

  it('takes a server that starts with a variable from there, where its default is relative', async () => {
    const servers: [string, ...string[]][] = [
      ['{v0}/x', '/v3'],
      ['{v0}', 'v5'],
      ['/a/{v0}', '1'],
      ['{v0}://{v1}', 'https', 'a'],
      ['{v0}/x'],
    ]
    const items = servers.map(([url, ...defaults]) => {
      const variables = Object.fromEntries(defaults.map((value, index) => [`v${index}`, { default: value }]))
      return { servers: [{ url, variables }] }
    })
    await using place = await serve((_request, response) => {
      const paths = Object.fromEntries(items.map((item, index) => [`/${index}`, item]))
      response.end(`${head}paths: ${JSON.stringify(paths)}\n`)
    })

    const { paths } = await loadDocument(`${place.url}/docs/openapi.yaml`)

    const urls = Object.values(paths ?? {}).map(
      (item) => (item as { servers: { url: string }[] }).servers[0]?.url,
    )
    expect(urls).toEqual([
      `${place.url}/v3/x`,
      `${place.url}/docs/v5`,
      `${place.url}/a/{v0}`,
      '{v0}://{v1}',
      '{v0}/x',
    ])
  })

  it('counts from where a redirect led', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/latest') response.writeHead(302, { location: '/v7/openapi.yaml' }).end()
      else if (request.url === '/v7/openapi.yaml')
        response.end(`${head}servers: [{ url: api }]\npaths: { /a: { $ref: a.yaml } }\n`)
      else if (request.url === '/v7/a.yaml') response.end('{ summary: found }')
      else response.writeHead(404).end()
    })

    const { servers, paths } = await loadDocument(`${server.url}/latest`)

    expect(servers).toEqual([{ url: `${server.url}/v7/api` }])
    expect(paths?.['/a']).toEqual({ summary: 'found' })
  })

  it("follows a $ref within the document's origin, and sends no redirect on", async () => {
    await using elsewhere = await serve((_request, response) => void response.end('a: {}'))
    await using server = await serve((request, response) => {
      if (request.url === '/openapi.yaml') {
        response.end(
          `${head}paths:\n  /a: { $ref: 'a.yaml' }\n  /b: { $ref: '${elsewhere.url}/b.yaml' }\n  /c: { $ref: c.yaml }\n`,
        )
      } else if (request.url === '/a.yaml') response.end('{"get":{"responses":{}}}')
      else response.writeHead(302, { location: `${elsewhere.url}/c.yaml` }).end()
    })

    const problems = await problemsOf(`${server.url}/openapi.yaml`)

    expect(problems).toMatch(/\/paths\/~1b: .* is not within http/)
    expect(problems).toMatch(/\/paths\/~1c: .*It can't be read: .*302/)
    expect(problems).not.toContain('/paths/~1a:')
  })

  it.each([404, 500])('refuses an answer with status %i', async (status) => {
    await using server = await serve((_request, response) => void response.writeHead(status).end('{}'))

    expect(await problemsOf(server.url)).toMatch(new RegExp(`can't be read: .*${status}`))
  })
})

function bomb(): string {
  const levels = 'abcdefgh'.split('')
  return levels
    .map(
      (name, index) => `${name}: &${name} [${Array(10).fill(index === 0 ? 'x' : `*${levels[index - 1]}`)}]\n`,
    )
    .join('')
}
