import { beforeAll, describe, expect, it } from 'vitest'
import { compile, generateFiles } from './project.js'

let files: Record<string, string>
let warnings: { pointer: string; message: string }[]

beforeAll(async () => {
  ;({ files, warnings } = await generateFiles('test/fixtures/features.yaml'))
})

/** A generated file, or one statement of it. */
function text(file: string, from = '', to = /^}?$/m): string {
  const whole = files[file] ?? ''
  const start = whole.indexOf(from)
  expect(start, `${from} in ${file}`).toBeGreaterThanOrEqual(0)
  return from === '' ? whole : (whole.slice(start).split(to)[0] ?? '')
}

const operation = (name: string): string => text('operations.gen.ts', `  ${name}: {`, /\n/)
const type = (name: string): string => text('schema.gen.ts', `export type ${name} = `)

describe('files generated for a user', () => {
  it.each(['module', 'commonjs'] as const)('compile under the strictest flags (%s)', (packageType) => {
    const options = packageType === 'commonjs' ? { verbatimModuleSyntax: false } : {}
    expect(compile(files, { packageType, options }).errors).toEqual([])
  })

  it('import the runtime and each other only', () => {
    const sources = Object.values(files).flatMap((one) => [...one.matchAll(/(?:from|import\() ?'([^']+)'/g)])
    const imported = new Set(
      sources.map(([, name = '']) => name.replace(/^\.\/[a-z]+\.gen\.js$/, './*.gen.js')),
    )
    expect([...imported].sort()).toEqual(['./*.gen.js', '@epilot/sdk/core'])
  })

  it('name the runtime version that they need', () => {
    expect(text('index.gen.ts')).toMatch(/requireRuntime\('\d+\.\d+\.\d+', /)
  })

  it('reach the document through a dynamic import only', () => {
    const statically = Object.values(files).filter((one) => /from '\.\/openapi\.gen\.js'/.test(one))
    expect(statically).toEqual([])
  })

  it('import no serializer and no scheme that nothing uses', () => {
    expect(text('operations.gen.ts', 'import {', /\n/)).not.toMatch(
      /\b(label|matrixExplode|simple|simpleExplode)\b/,
    )
    expect(text('index.gen.ts')).not.toContain('x-unused')
  })
})

describe('the run-time map', () => {
  it('leaves out what is the default', () => {
    expect(operation('getPetsById')).toBe("  getPetsById: { method: 'get', path: '/pets/{id}' },")
  })

  it('has header and cookie parameters, those of the path too', () => {
    expect(operation('listPets')).toContain(
      "write: /* @__PURE__ */ parameters(/* @__PURE__ */ required(/* @__PURE__ */ header('x-tenant')), /* @__PURE__ */ cookie('session'))",
    )
  })

  it.each([
    ["path('kinds', labelExplode)"],
    ["path('point', matrix)"],
    ["query('flat', formFlat)"],
    ["query('spaced', spaceDelimited)"],
    ["query('piped', pipeDelimited)"],
    ["query('deep', deepObject)"],
    ["query('raw', /* @__PURE__ */ reserved(form))"],
    ["query('filter', json)"],
    ["header('x-list')"],
    ["header('x-filter', jsonValue)"],
  ])('writes %s', (parameter) => {
    expect(operation('search')).toContain(parameter)
  })

  it('has servers, of the API with its variables, of a path and of an operation', () => {
    expect(text('index.gen.ts')).toContain("server: 'https://eu.example.com/v1'")
    expect(operation('upload')).toContain("server: 'https://files.example.com'")
    expect(operation('form')).toContain("server: 'https://forms.example.com'")
  })

  it('has content types and what turns data into them', () => {
    expect(operation('patchPet')).toContain("contentType: 'application/merge-patch+json'")
    expect(operation('upload')).toContain(
      "prepare: [/* @__PURE__ */ multipart({ meta: 'application/json' }), redirects]",
    )
    expect(operation('form')).toContain('prepare: [/* @__PURE__ */ formUrlEncoded()')
  })

  it('has security where it differs: public, alternatives, none', () => {
    expect(operation('delete')).toContain('security: []')
    expect(operation('download')).toContain("security: [['Key'], ['Basic', 'Cookie'], []]")
    expect(operation('listPets')).not.toContain('security')
  })

  it('marks answers that are bytes, text, redirects or references to large ones', () => {
    expect(operation('download')).toContain('json: false, prepare: [binary]')
    expect(operation('search')).toContain('json: false')
    expect(operation('upload')).toContain('redirects')
    expect(text('index.gen.ts')).toContain('largeResponse: true')
  })
})

describe('schema types', () => {
  it('come twice where a schema reaches readOnly or writeOnly, and bodies use the write form', () => {
    expect(type('Pet')).toContain('readonly id: string')
    expect(type('Pet')).not.toContain('secret')
    expect(type('PetWrite')).toContain('secret: string')
    expect(type('PetWrite')).not.toMatch(/\bid\b/)
    expect(type('PetWrite')).toContain('parent?: PetWrite')
    expect(text('schema.gen.ts', '  createPet: {', /errors/)).toContain('requestBody: PetWrite')
  })

  it('know 3.1 type arrays, const, null in an enum', () => {
    expect(type('Pet')).toContain('tags?: string[] | null')
    expect(type('Pet')).toContain('kind?: "pet"')
    expect(type('Pet')).toContain('level?: 1 | 2 | null')
  })

  it('narrow by discriminator', () => {
    const program = `import type { Animal } from './index.gen.js'
export const lives = (animal: Animal): number => animal.type === 'cat' ? animal.lives : Number(animal.barks)
`
    expect(compile({ ...files, 'program.ts': program }).errors).toEqual([])
  })

  it('are exported in PascalCase, with a suffix where the name is taken', () => {
    const exported = text('index.gen.ts', 'export type {\n  Pet', /}/)
    expect(exported.match(/\w+(?=,)/g)).toEqual([
      ...['Pet', 'PetWrite', 'OwnerRecord2', 'OwnerRecord', 'ErrorSchema', 'Animal', 'Cat', 'Dog'],
      ...['ClientSchema', 'Circle', 'Either'],
    ])
  })

  it('require members that an allOf only names', () => {
    expect(type('OwnerRecord2')).toMatch(/& {\s+name: string/)
  })

  it('keep the members beside an anyOf that only requires', () => {
    expect(type('Either')).toMatch(/a\?: string\s+b\?: string/)
  })

  it('survive a schema that is nothing but itself, with a warning', () => {
    expect(type('Circle')).toContain('= string')
    expect(warnings).toEqual([expect.objectContaining({ pointer: '/components/schemas/Circle' })])
  })

  it('take and give bytes', () => {
    expect(text('schema.gen.ts', '  upload: {', /responses/)).toContain('file: Binary')
    expect(text('schema.gen.ts', '  download: {', /^ {2}}/m)).toContain('200: ArrayBuffer | Uint8Array')
  })

  it('cover ranges and default in the bodies of failures', () => {
    const program = `import { isApiError } from './index.gen.js'
export const message = (error: unknown): string | undefined =>
  isApiError(error, 'listPets', 418) && 'message' in error.body ? String(error.body.message) : undefined
`
    expect(compile({ ...files, 'program.ts': program }).errors).toEqual([])
  })
})

describe('the client interface', () => {
  it('documents an operation and marks a deprecated one', () => {
    const list = text('client.gen.ts', '   * Lists pets', /^ {2}listPets\(/m)
    expect(list).toContain('`GET /pets`')
    expect(list).toContain("@example\n   * const { data } = await client.listPets({ 'x-tenant': 'string' })")
    expect(text('client.gen.ts', '`POST /pets`', /createPet\(/)).toContain('@deprecated')
  })

  it('names operations without an id by method and path, and those whose id is no identifier', () => {
    expect(text('client.gen.ts')).toMatch(/^ {2}getPetsById\($/m)
    expect(text('client.gen.ts')).toMatch(/^ {2}createPet\($/m)
  })

  it("leaves axios's members alone and offers the operation by path and on the handle", () => {
    const program = `import type { AxiosResponse } from '@epilot/sdk/core'
import type { Client, Handle } from './index.gen.js'
export const run = (client: Client, handle: Handle): Promise<AxiosResponse>[] => [
  client.delete('/raw', { timeout: 1 }),
  client.paths['/pets/{id}'].delete({ id: 'a' }),
  handle.delete('a'),
]
`
    expect(compile({ ...files, 'program.ts': program }).errors).toEqual([])
  })

  it('lets no description end its comment', () => {
    expect(text('client.gen.ts')).toContain('Ends no comment: *\\/ alert(1) /*')
  })
})
