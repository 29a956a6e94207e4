import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, generateFiles, temporaryFolder } from './project.js'

const document = (paths: object, schemas: object = {}, openapi = '3.1.0'): object => ({
  openapi,
  info: { title: 'T', version: '1' },
  paths,
  components: { schemas },
})

const answer = (content: object): object => ({ responses: { 200: { description: 'ok', content } } })

const NAMES = ['A', 'B', 'C', 'list_item', 'Error']

/** Any schema, sound or not, that refers to others by name. */
const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NAMES).map((name) => ({ $ref: `#/components/schemas/${name}` })),
    fc.constantFrom(
      ...[
        { type: 'string' },
        { type: 'integer', nullable: true },
        { type: ['string', 'null'] },
        { type: 'string', format: 'binary' },
      ],
      ...[
        { enum: ['a', 1, null] },
        { const: null },
        { const: { a: [1] } },
        {},
        { type: 'object' },
        { type: 'array' },
      ],
      ...[
        { type: 'any' },
        { required: ['a'] },
        { description: 'Binary' },
        { type: 'object', required: true },
      ],
    ),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(fc.constantFrom('a', 'b', 'x-y', '0', '__proto__', 'Binary'), tie('schema'), {
        maxKeys: 4,
      }),
      required: fc.subarray(['a', 'b', 'missing']),
      additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
    }),
    fc
      .record({
        combiner: fc.constantFrom('allOf', 'anyOf', 'oneOf'),
        members: fc.array(tie('schema'), { maxLength: 3 }),
        properties: fc.option(fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }), {
          nil: undefined,
        }),
        required: fc.subarray(['a', 'b']),
        discriminator: fc.option(fc.constant({ propertyName: 'a' }), { nil: undefined }),
      })
      .map(({ combiner, members, ...rest }) => ({ [combiner]: members, ...rest })),
  ),
}))

describe('schemas of any shape', () => {
  it('give types that compile under the strictest flags', async () => {
    const samples = fc.sample(fc.tuple(...NAMES.map(() => schema)), { numRuns: 80, seed: 7 })
    const all = await Promise.all(
      samples.map((schemas, index) => {
        const named = Object.fromEntries(NAMES.map((name, at) => [name, schemas[at] ?? {}]))
        const content = { 'application/json': { schema: schemas[0] } }
        const paths = { '/a': { post: { requestBody: { content }, ...answer(content) } } }
        return generateFiles(document(paths, named, index % 2 === 0 ? '3.0.3' : '3.1.0'))
      }),
    )
    const files = all.flatMap((one, index) =>
      Object.entries(one.files).map(([name, text]) => [`sample${index}/${name}`, text]),
    )

    expect(compile(Object.fromEntries(files)).errors).toEqual([])
  })

  it('that only mention bytes in a text bring no import that is not used', async () => {
    const paths = { '/a': { get: answer({ 'application/json': { schema: { description: 'Binary' } } }) } }

    expect((await generateFiles(document(paths))).files['schema.gen.ts']).not.toContain('import')
  })

  it('are optional: a document without operations and schemas compiles', async () => {
    const { files } = await generateFiles(document({}))

    expect(compile(files).errors).toEqual([])
  })

  it('get a name from their place when that is under a path', async () => {
    const inline = { type: 'object', properties: { owner: { type: 'object' } } }
    const paths = {
      '/pets/{id}': { get: answer({ 'application/json': { schema: inline } }) },
      '/owner': {
        get: answer({
          'application/json': {
            schema: {
              $ref: '#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/properties/owner',
            },
          },
        }),
      },
    }

    expect((await generateFiles(document(paths))).files['schema.gen.ts']).toContain(
      'export type GetPetsByIdResponses200Owner = Record<string, unknown>',
    )
  })

  it('are optional in an operation too', async () => {
    const { files } = await generateFiles(document({ '/a': { get: {} } }))

    expect(compile(files).errors).toEqual([])
  })

  it('may be booleans', async () => {
    const schemas = {
      Any: true,
      User: { type: 'object', properties: { it: { $ref: '#/components/schemas/Any' } } },
    }
    const { files, warnings } = await generateFiles(document({}, schemas, '3.1.0'))

    expect(files['schema.gen.ts']).toContain('it?: Any')
    expect(warnings).toEqual([])
  })

  it('are found by a $ref that is percent-encoded', async () => {
    const schemas = {
      'a b/c~d': { type: 'string' },
      User: { type: 'object', properties: { it: { $ref: '#/components/schemas/a%20b~1c~0d' } } },
    }

    expect((await generateFiles(document({}, schemas))).files['schema.gen.ts']).toContain('it?: ABCD')
  })

  it('that are readOnly by reference stay possible in a body, and are not asked for', async () => {
    const schemas = {
      Id: { type: 'string', readOnly: true },
      Start: {
        type: 'object',
        required: ['id', 'name'],
        properties: { id: { $ref: '#/components/schemas/Id' }, name: { type: 'string' } },
      },
    }

    const { files } = await generateFiles(document({}, schemas))

    expect(files['schema.gen.ts']).toContain('export type Start = {\n  id: Id\n  name: string\n}')
    expect(files['schema.gen.ts']).toContain('export type StartWrite = {\n  id?: Id\n  name: string\n}')
  })

  it('of a text answer are text', async () => {
    const paths = { '/a': { get: answer({ 'text/csv': { schema: { type: 'array' } } }) } }

    expect((await generateFiles(document(paths))).files['schema.gen.ts']).toContain('200: string')
  })

  it('of a content type without an encoding take files, and texts, in bodies', async () => {
    const properties = {
      image: { type: 'string', contentMediaType: 'image/png' },
      encoded: { type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' },
    }
    const content = { 'multipart/form-data': { schema: { type: 'object', properties } } }
    const operation = { ...answer({}), operationId: 'up', requestBody: { content } }

    const { files } = await generateFiles(document({ '/a': { post: operation } }))

    expect(files['schema.gen.ts']).toContain('image?: Binary | string')
    expect(files['schema.gen.ts']).toContain('encoded?: string')
  })

  it('with a list among their properties are kept without it, with a warning that points there', async () => {
    const entity = { type: 'object', properties: { id: { type: 'string' }, required: ['id'] } }

    const { files, warnings } = await generateFiles(document({}, { Entity: entity }))

    expect(files['schema.gen.ts']).toContain('export type Entity = {\n  id?: string\n}')
    expect(warnings).toEqual([
      expect.objectContaining({ pointer: '/components/schemas/Entity/properties/required' }),
    ])
  })

  it('that a discriminator tells apart in other files have the values that are mapped to them', async () => {
    await using folder = await temporaryFolder()
    const animal = {
      oneOf: [{ $ref: '#/Cat' }, { $ref: 'dog.json' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/Cat', dog: 'dog.json' } },
    }
    const pet = { type: 'object', properties: { kind: { type: 'string' } } }
    const root = { '/a': { get: answer({ 'application/json': { schema: { $ref: 'all.json#/Animal' } } }) } }
    const source = join(folder.path, 'openapi.json')
    await writeFile(source, JSON.stringify(document(root, { Cat: { $ref: 'all.json#/Cat' } })))
    await writeFile(join(folder.path, 'all.json'), JSON.stringify({ Animal: animal, Cat: pet }))
    await writeFile(join(folder.path, 'dog.json'), JSON.stringify(pet))

    const { files } = await generateFiles(source)

    expect(files['schema.gen.ts']?.match(/kind: "\w+"/g)).toEqual(['kind: "cat"', 'kind: "dog"'])
  })

  it('that a discriminator names otherwise than the $ref does have the values that are mapped to them', async () => {
    await using folder = await temporaryFolder()
    const oneOf = [
      { $ref: './Cat.json' },
      { $ref: 'Big%20Dog.json' },
      { $ref: '../openapi.json#/components/schemas/Cow' },
    ]
    const mapping = {
      cat: 'Cat.json',
      dog: './Big Dog.json',
      cow: '../openapi.json#/components/schemas/C%6Fw',
    }
    const pet = { type: 'object', properties: { kind: { type: 'string' } } }
    const components = { Cat: { $ref: 'pets/Cat.json' }, Cow: pet, Pet: { $ref: 'pets/Pet.json' } }
    await mkdir(join(folder.path, 'pets'))
    const source = join(folder.path, 'openapi.json')
    await writeFile(source, JSON.stringify(document({}, components)))
    const discriminator = { propertyName: 'kind', mapping }
    await writeFile(join(folder.path, 'pets/Pet.json'), JSON.stringify({ oneOf, discriminator }))
    for (const name of ['Cat', 'Big Dog'])
      await writeFile(join(folder.path, `pets/${name}.json`), JSON.stringify(pet))

    const { files } = await generateFiles(source)

    expect(files['schema.gen.ts']?.match(/kind: "\w+"/g)).toEqual([
      'kind: "cat"',
      'kind: "dog"',
      'kind: "cow"',
    ])
  })

  it('have no value of a discriminator that maps one to what is not there', async () => {
    const pet = { type: 'object', properties: { kind: { type: 'string' } } }
    const narrowed = async (mapping: object) => {
      const oneOf = ['Cat', 'Dog'].map((name) => ({ $ref: `#/components/schemas/${name}` }))
      const Pet = { oneOf, discriminator: { propertyName: 'kind', mapping } }
      const { files } = await generateFiles(document({}, { Cat: pet, Dog: pet, Pet }))
      return files['schema.gen.ts']?.match(/kind: "\w+"/g)
    }

    expect(await narrowed({ cat: 'openapi.json#/components/schemas/Cat' })).toEqual([
      'kind: "cat"',
      'kind: "Dog"',
    ])
    expect(await narrowed({ cat: 'Cat', dog: 'elsewhere.json' })).toEqual(['kind: "cat"'])
  })
})
