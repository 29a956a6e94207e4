import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flattenDocument } from '../../src/openapi/flatten.js'
import { loadDocument } from '../../src/openapi/load.js'
import { generateFiles } from '../codegen/project.js'

const body = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } })

const TREE = 'https://example.com/schemas/tree'

const document = (schemas: object, schema: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Anchors', version: '1' },
  paths: {
    '/a': { post: { operationId: 'send', ...body(schema), responses: { 204: { description: '' } } } },
  },
  components: { schemas },
})

/** The types that a document gives. */
const types = async (schemas: object, schema?: object) => {
  const { files, warnings } = await generateFiles(document(schemas, schema))
  return { text: files['schema.gen.ts'] ?? '', warnings }
}

describe('a $ref', () => {
  it('to an $anchor is that schema', async () => {
    const Pet = { $anchor: 'pet', type: 'object', properties: { kind: { $anchor: 'kind', const: 'cat' } } }
    const { text, warnings } = await types({ Pet, Kind: { $ref: '#kind' } }, { $ref: '#pet' })

    expect(text).toContain('requestBody: Pet')
    expect(text).toMatch(/type Kind = PetKind\b/)
    expect(warnings).toEqual([])
  })

  it('to an $id is that schema, and counts from the one around', async () => {
    const Tree = {
      $id: TREE,
      type: 'object',
      properties: {
        children: { type: 'array', items: { $ref: '#' } },
        leaf: { $ref: 'leaf' },
        size: { $ref: '#/$defs/size' },
        color: { $ref: '#color' },
        // Not as JSON Schema counts, but as many write it.
        pet: { $ref: '#/components/schemas/Pet' },
      },
      $defs: { size: { type: 'integer' }, color: { $anchor: 'color', type: 'string' } },
    }
    const Leaf = { $id: 'https://example.com/schemas/leaf', type: 'string' }
    const { text, warnings } = await types({ Tree, Leaf, Pet: { type: 'object' } }, { $ref: TREE })

    expect(warnings).toEqual([])
    expect(text).toContain('requestBody: Tree')
    for (const line of ['children?: Tree[]', 'leaf?: Leaf', 'size?: TreeDefsSize', 'color?: TreeDefsColor'])
      expect(text).toContain(line)
    expect(text).toContain('pet?: Pet')
  })

  it('to an anchor that is not there is named, and is no JSON pointer', async () => {
    const { warnings } = await types({ Pet: { properties: { kind: { $ref: '#info' } } } })

    expect(warnings).toEqual([
      expect.objectContaining({
        pointer: '/components/schemas/Pet/properties/kind',
        message: expect.stringContaining('"#info" leads to no schema'),
      }),
    ])
    expect(() => flattenDocument({ ...document({}), paths: { '/a': { $ref: '#info' } } })).toThrow(/#info/)
  })

  it('to an $anchor of its own file is that of the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'epilot-anchors-'))
    try {
      const source = join(folder, 'openapi.json')
      await writeFile(source, JSON.stringify(document({ Thing: { $ref: 'other.json#/Thing' } })))
      const other = { Thing: { items: { $ref: '#inner' } }, Inner: { $anchor: 'inner', type: 'integer' } }
      await writeFile(join(folder, 'other.json'), JSON.stringify(other))
      const { components } = await loadDocument(source)

      expect(components).toMatchObject({ schemas: { Thing: { items: { type: 'integer' } } } })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('leaves a property that is called $id or $anchor a property', async () => {
    const Pet = { type: 'object', properties: { $id: { type: 'string' }, $anchor: { type: 'string' } } }
    const { text } = await types({ Pet, Other: { $anchor: 'other', type: 'object' } }, { $ref: '#other' })

    expect(text).toMatch(/\$id\?: string\n\s+\$anchor\?: string/)
  })
})
