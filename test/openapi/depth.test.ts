import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenAPIDocument } from '../../src/core/types.js'
import { startMock } from '../../src/emulator/index.js'
import { flattenDocument } from '../../src/openapi/flatten.js'
import { loadDocument } from '../../src/openapi/load.js'
import { generateFiles } from '../codegen/project.js'

type Link = (next: object) => object

const ref = (index: number) => ({ $ref: `#/components/schemas/S${index}` })

/** A document whose body is a schema that leads to another, that to a third, and so on. */
const chain = (length: number, link: Link): OpenAPIDocument => {
  const schemas = Array.from({ length }, (_, index) => [`S${index}`, link(ref(index + 1))])
  const content = { 'application/json': { schema: ref(0) } }
  return {
    openapi: '3.0.3',
    info: { title: 'Chain', version: '1' },
    paths: {
      '/a': { post: { requestBody: { content }, responses: { 200: { description: '', content } } } },
    },
    components: { schemas: { ...Object.fromEntries(schemas), [`S${length}`]: { type: 'string' } } },
  }
}

const member: Link = (next) => ({ type: 'object', required: ['next'], properties: { next } })

describe('a document whose schemas lead through thousands of others', () => {
  it('as members is generated', async () => {
    const { files } = await generateFiles(chain(5000, member))

    expect(files['schema.gen.ts']).toContain('export type S4999 = ')
  })

  it('as members, each leading to all, is held to by the mock', async () => {
    const document = chain(1000, (next) => ({
      properties: { next, other: { oneOf: [1, 500, 999].map(ref) } },
    }))
    const mock = await startMock({ document })
    try {
      const body = JSON.stringify({ next: { other: 5 } })
      const headers = { 'content-type': 'application/json' }
      const { status } = await fetch(`${mock.url}/a`, { method: 'POST', headers, body })

      expect(status).toBe(400)
    } finally {
      await mock.close()
    }
  })

  it.each<[string, Link]>([
    ['$refs', (next) => next],
    ['allOf', (next) => ({ allOf: [next], properties: {} })],
    ['anyOf in oneOf', (next) => ({ oneOf: [{ anyOf: [{ type: 'integer' }, next] }] })],
  ])('as %s is refused where it gets too long', (_what, link) => {
    expect(() => flattenDocument(chain(20_000, link))).toThrow(/\/components\/schemas\/S\d+: is made of more/)
    expect(flattenDocument(chain(400, link)).operations).toHaveLength(1)
  })

  it('as files is refused at the $ref that leads there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'epilot-depth-'))
    try {
      const { components, ...document } = chain(5000, member)
      const text = JSON.stringify(document).replaceAll('#/components', 'other.json#/components')
      await writeFile(join(folder, 'openapi.json'), text)
      await writeFile(join(folder, 'other.json'), JSON.stringify({ components }))

      await expect(loadDocument(join(folder, 'openapi.json'))).rejects.toThrow(
        /\/paths\/~1a\/post\/.*schema: The schemas .* lead through too many others/,
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('inside one another is refused with the place', () => {
    const Deep = Array.from({ length: 600 }).reduce((items) => ({ items }), {})
    const document = { ...chain(1, member), components: { schemas: { Deep } } }

    expect(() => flattenDocument(document)).toThrow(
      /\/components\/schemas\/Deep\/items.*more than 500 levels/,
    )
  })
})

it('a member that a $ref allows counts for unevaluatedProperties', async () => {
  const named = { properties: { name: { type: 'string' } } }
  const document = {
    ...chain(1, () => ({ allOf: [{ $ref: '#/components/schemas/Named' }], unevaluatedProperties: false })),
    openapi: '3.1.0',
    components: {
      schemas: {
        Named: { $ref: '#/components/schemas/Really' },
        Really: { ...named, additionalProperties: { $ref: '#/components/schemas/Count' }, maxProperties: 2 },
        Count: { type: 'integer', not: { $ref: '#/components/schemas/Zero' } },
        Zero: { const: 0 },
        S0: {
          allOf: [{ $ref: '#/components/schemas/Named' }, { properties: { other: {} } }],
          unevaluatedProperties: false,
        },
      },
    },
  }
  const mock = await startMock({ document })
  const status = async (body: object): Promise<number> => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${mock.url}/a`, { method: 'POST', headers, body: JSON.stringify(body) })).status
  }
  try {
    expect(
      await Promise.all([{ name: 'a', other: 1 }, { name: 'a', x: 0 }, { name: 1 }].map(status)),
    ).toEqual([200, 400, 400])
  } finally {
    await mock.close()
  }
})
