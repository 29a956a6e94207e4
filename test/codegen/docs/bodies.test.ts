import { describe, expect, it } from 'vitest'
import { printDocs } from '../../../src/codegen/docs/index.js'
import type { OpenAPIDocument } from '../../../src/core/types.js'
import { flattenDocument } from '../../../src/openapi/flatten.js'

interface Pages {
  sdk: string
  cli: string
}

/** The pages of an operation, from its heading on. */
const pagesOf = (operation: object, components: object = {}): Pages => {
  const document: OpenAPIDocument = {
    openapi: '3.1.0',
    info: { title: 'Bodies', version: '1.0.0' },
    servers: [{ url: 'https://api.example.com' }],
    paths: {
      '/x': { post: { operationId: 'send', responses: { 200: { description: 'OK' } }, ...operation } },
    },
    components,
  }
  const pages = printDocs(flattenDocument(document), {
    name: 'bodies',
    file: 'bodies',
    entry: './index.gen.js',
    command: 'epilot bodies',
    commandLine: { flags: [], environment: [], exitCodes: [] },
  })
  const [sdk = '', cli = ''] = pages.map(({ text }) => text.slice(text.indexOf('\n### send\n')))
  return { sdk, cli }
}

const json = (schema: object, more: object = {}): object => ({
  requestBody: { required: true, content: { 'application/json': { schema, ...more } } },
})

const one = {
  type: 'object',
  title: 'One',
  description: 'A single one.',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 2, default: 'ab', description: 'The name' } },
}

it('puts no file in the place of a mark that stands in code, where VitePress looks for them too', () => {
  const mark = '<!--@include: /etc/hostname-->'
  const { sdk, cli } = pagesOf({
    description: `\`\`\`js\n${mark}\n\`\`\`\n\n    <!-- @include: x -->\n\nand \`${mark}\``,
    ...json({ type: 'object', properties: { a: { type: 'string', default: mark, pattern: mark } } }),
    responses: { 200: { description: 'OK', content: { 'application/json': { example: { a: mark } } } } },
  })

  for (const page of [sdk, cli]) {
    expect(page).toContain('<!--@include : /etc/hostname-->')
    expect(page).not.toMatch(/<!--\s*@include:/)
  }
})

describe("a body's section", () => {
  it('describes each variant, of whatever type, with a sample of its own', () => {
    const many = { type: 'array', title: 'Many', minItems: 1, items: one }
    const { sdk, cli } = pagesOf(json({ oneOf: [one, many, { type: 'string', maxLength: 9 }] }))

    for (const page of [sdk, cli]) {
      expect(page).toContain('**One**\n\nA single one.\n\n')
      expect(page).toContain('| `name` | `string` | Yes | `"ab"` | at least 2 characters | The name |')
      expect(page).toContain('**Many**\n\n`{ name: string }[]`: at least 1 item\n\n')
      expect(page).toContain('| `[].name` | `string` | Yes | `"ab"` | at least 2 characters | The name |')
      expect(page).toContain('**Variant 3**\n\n`string`: at most 9 characters\n\n')
    }
    expect(cli).toContain(`-d '{"name":"ab"}'`)
    expect(cli).toContain(`-d '[{"name":"ab"}]'`)
    expect(sdk).toContain("client.send(\n  null,\n  'string',\n)")
  })

  it('counts what stands beside a reference: bounds narrow, words and defaults win', () => {
    const Time = {
      description: 'A time',
      default: 9,
      oneOf: [
        { type: 'integer', minimum: 30, maximum: 90 },
        { type: 'string', minLength: 2 },
      ],
    }
    const allOf = [{ $ref: '#/components/schemas/Time' }]
    const properties = {
      a: { allOf, maximum: 60, default: 60, description: 'A' },
      b: { allOf },
      c: {
        allOf: [
          { minLength: 2, maxLength: 9 },
          { type: 'string', maxLength: 5 },
        ],
        minLength: 1,
      },
    }
    const { sdk, cli } = pagesOf(json({ type: 'object', properties }), { schemas: { Time } })

    for (const page of [sdk, cli]) {
      expect(page).toContain('| No | `60` | integer: 30 to 60; string: at least 2 characters | A |')
      expect(page).toContain('| No | `9` | integer: 30 to 90; string: at least 2 characters | A time |')
      expect(page).toContain('| No |  | 2 to 5 characters |  |')
    }
  })

  it('is no choice where a variant is null or only demands members', () => {
    const nullable = pagesOf(json({ oneOf: [one, { type: 'null' }] }))
    const demands = { ...one, anyOf: [{ required: ['name'] }, { required: ['other'] }] }
    const demanding = pagesOf(json(demands))

    for (const { sdk } of [nullable, demanding]) {
      expect(sdk).not.toContain('In one of these forms')
      expect(sdk).toContain('| `name` | `string` | Yes |')
    }
  })

  it('describes each content type, and on the command line says how it is sent', () => {
    const other = {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary', description: 'F' } },
    }
    const content = { 'application/json': { schema: one }, 'multipart/form-data': { schema: other } }
    const { sdk, cli } = pagesOf({ requestBody: { content } })

    for (const page of [sdk, cli]) {
      expect(page).toContain('As `application/json`:\n\n| Name |')
      expect(page).toContain('As `multipart/form-data`:\n\n| Name |')
      expect(page).toContain('| `file` | `Binary` | No | F |')
    }
    expect(cli).toContain(`-H 'content-type: multipart/form-data' \\\n  -d '{"file":"@file"}'`)
    expect(cli.match(/-H /g)).toHaveLength(1)
    expect(sdk).toContain(
      "(\n  null,\n  {\n    file: new Blob(['...'])\n  },\n  { headers: { 'content-type': 'multipart/form-data' } },\n)",
    )
    expect(sdk.match(/headers:/g)).toHaveLength(1)
  })

  it('shows every named example', () => {
    const examples = { a: { summary: 'First', value: { name: 'ab' } }, second: { value: { name: 'cd' } } }
    const { cli } = pagesOf(json(one, { examples }))

    expect(cli).toContain(`First:\n\n\`\`\`bash\nepilot bodies send \\\n  -d '{"name":"ab"}'\n`)
    expect(cli).toContain(`second:\n\n\`\`\`bash\nepilot bodies send \\\n  -d '{"name":"cd"}'\n`)
  })

  it('shows every named example of a union with the form that it is one of', () => {
    const form = (title: string, more: object): object => ({
      title,
      required: ['kind'],
      properties: { kind: { enum: [title.toLowerCase()] }, ...more },
    })
    const forms = [form('Cat', { name: { type: 'string' } }), form('Dog', { age: { type: 'integer' } })]
    const examples = {
      rex: { summary: 'Rex', value: { kind: 'dog', age: 5 } },
      tom: { summary: 'The cat of Tom', value: { kind: 'cat', name: 'Tom' } },
      old: { value: { kind: 'dog', age: 77 } },
    }
    const { sdk, cli } = pagesOf(json({ oneOf: forms }, { examples }))
    const [cats = '', dogs = ''] = cli.slice(cli.indexOf('**Cat**')).split('**Dog**')

    expect(cats).toContain(
      `The cat of Tom:\n\n\`\`\`bash\nepilot bodies send \\\n  -d '{"kind":"cat","name":"Tom"}'`,
    )
    expect(dogs).toContain(`Rex:\n\n\`\`\`bash\nepilot bodies send \\\n  -d '{"kind":"dog","age":5}'`)
    expect(dogs).toContain(`old:\n\n\`\`\`bash\nepilot bodies send \\\n  -d '{"kind":"dog","age":77}'`)
    for (const title of ['The cat of Tom:', 'Rex:', 'old:']) expect(sdk.split(title)).toHaveLength(2)
  })

  it("tells variants by their discriminator's values, where nothing else does", () => {
    const kind = () => ({ required: ['kind'], properties: { kind: { type: 'string' } } })
    const ref = (name: string): string => `#/components/schemas/${name}`
    const body = {
      oneOf: [{ $ref: ref('A') }, { $ref: ref('B') }],
      discriminator: { propertyName: 'kind', mapping: { first: ref('A'), second: ref('B') } },
    }
    const { cli } = pagesOf(json(body, { examples: { it: { value: { kind: 'second' } } } }), {
      schemas: { A: kind(), B: kind() },
    })

    const [first, second] = cli.slice(cli.indexOf('**A**')).split('**B**')
    expect(first).toContain(`-d '{"kind":"first"}'`)
    expect(second).toContain(`it:\n\n\`\`\`bash\nepilot bodies send \\\n  -d '{"kind":"second"}'`)
  })

  it('writes a text for a body of a type that is one', () => {
    const Item = { xml: { name: 'item' }, properties: { a: { type: 'string' } } }
    const content = { 'application/xml': { schema: { $ref: '#/components/schemas/Item' } } }
    const { sdk, cli } = pagesOf({ requestBody: { required: true, content } }, { schemas: { Item } })

    expect(cli).toContain(`-d '<item><a>string</a></item>'`)
    expect(sdk).toContain("client.send(\n  null,\n  '<item><a>string</a></item>',\n)")
  })

  it('describes members of listed objects and values of maps', () => {
    const { sdk } = pagesOf(
      json({
        type: 'object',
        properties: {
          list: { type: 'array', items: one },
          map: { type: 'object', additionalProperties: one },
          counts: { type: 'object', additionalProperties: { type: 'integer', minimum: 4 } },
        },
      }),
    )

    expect(sdk).toContain('| `list` | `object[]` |')
    expect(sdk).toContain('| `list[].name` | `string` | Yes | `"ab"` | at least 2 characters | The name |')
    expect(sdk).toContain('| `map` | `Record<string, object>` |')
    expect(sdk).toContain('| `map.*.name` | `string` | Yes | `"ab"` | at least 2 characters | The name |')
    expect(sdk).toContain('| `counts` | `Record<string, number>` | No |  | each value: at least 4 |')
  })
})

it("a parameter's table has its members, and marks what its schema deprecates", () => {
  const { cli } = pagesOf({
    parameters: [
      { name: 'deep', in: 'query', style: 'deepObject', schema: one },
      { name: 'json', in: 'query', content: { 'application/json': { schema: one } } },
      { name: 'old', in: 'query', description: 'Was.', schema: { type: 'string', deprecated: true } },
    ],
  })

  for (const name of ['deep', 'json'])
    expect(cli).toContain(
      `| \`${name}.name\` | query | \`string\` | Yes | \`"ab"\` | at least 2 characters | The name |`,
    )
  expect(cli).toContain('| `old` | query | `string` | No |  |  | **Deprecated.** Was. |')
})

it('gives a list item by item on the command line, each object as JSON', () => {
  const list = {
    type: 'array',
    minItems: 2,
    items: { type: 'object', properties: { k: { type: 'string' } } },
  }
  const { cli } = pagesOf({
    parameters: [
      { name: 'list', in: 'query', required: true, schema: list, example: [{ k: 'a' }, { k: 'b' }] },
    ],
  })

  expect(cli).toContain(`-p 'list={"k":"a"}' \\\n  -p 'list={"k":"b"}'\n`)
})

it('shows every named example of an answer', () => {
  const examples = { one: { value: { first: 1 } }, two: { summary: 'Second', value: { second: 2 } } }
  const content = { 'application/json': { schema: { type: 'object' }, examples } }
  const pages = pagesOf({ responses: { 200: { description: 'OK', content } } })

  for (const page of [pages.sdk, pages.cli])
    expect(page).toContain(
      'one:\n\n```json\n{\n  "first": 1\n}\n```\n\nSecond:\n\n```json\n{\n  "second": 2\n}\n```\n',
    )
})
