import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { compile, generateFiles } from './project.js'

interface Document {
  paths: Record<string, Record<string, { operationId: string; parameters: object[]; responses: object }>>
}

const source = await readFile('openapi.json', 'utf8')
let original: Record<string, string>

beforeAll(async () => {
  original = (await generateFiles(JSON.parse(source), 'accessToken')).files
})

/** Lines that only the original has, and lines that only the changed document gives, by file. */
async function changes(mutate: (document: Document) => void): Promise<Record<string, string[]>> {
  const document = JSON.parse(source) as Document
  mutate(document)
  const { files } = await generateFiles(document, 'accessToken')
  const relevant = Object.keys(files).filter((name) => name !== 'openapi.gen.ts')
  const result = relevant.map((name): [string, string[]] => {
    const before = (original[name] ?? '').split('\n')
    const after = (files[name] ?? '').split('\n')
    const removed = before.filter((line) => !after.includes(line)).map((line) => `- ${line.trim()}`)
    const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line.trim()}`)
    return [name, [...removed, ...added].filter((line) => !line.includes('// Checksum'))]
  })
  return Object.fromEntries(result.filter(([, lines]) => lines.length > 0))
}

describe('the generator follows the document', () => {
  it('gives byte-equal files for an equal document', async () => {
    expect(await changes(() => {})).toEqual({})
  })

  it('renames an operation in types and map, and nothing else', async () => {
    const changed = await changes((document) => {
      Object.assign(document.paths['/v1/access-tokens']?.get as object, { operationId: 'findAccessTokens' })
    })

    expect(Object.keys(changed).sort()).toEqual(['client.gen.ts', 'operations.gen.ts', 'schema.gen.ts'])
    expect(changed['operations.gen.ts']).toEqual([
      "- listAccessTokens: { method: 'get', path: '/v1/access-tokens' },",
      "+ findAccessTokens: { method: 'get', path: '/v1/access-tokens' },",
    ])
    expect(changed['schema.gen.ts']).toEqual(['- listAccessTokens: {', '+ findAccessTokens: {'])
    const lines = (changed['client.gen.ts'] ?? []).filter((line) => !line.includes('summary'))
    expect(lines.every((line) => /listAccessTokens|findAccessTokens/.test(line))).toBe(true)
  })

  it('asks for a query parameter that became required, in types and map', async () => {
    const changed = await changes((document) => {
      document.paths['/v1/access-tokens']?.get?.parameters.push({
        name: 'org',
        in: 'query',
        required: true,
        schema: { type: 'integer' },
      })
    })

    expect(changed).toEqual({
      'client.gen.ts': expect.arrayContaining([
        "+ parameters: operations['listAccessTokens']['parameters'],",
      ]),
      'operations.gen.ts': [
        "- listAccessTokens: { method: 'get', path: '/v1/access-tokens' },",
        "+ import { parameters, query, required } from '@epilot/sdk/core'",
        "+ listAccessTokens: { method: 'get', path: '/v1/access-tokens', write: /* @__PURE__ */ parameters(/* @__PURE__ */ required(/* @__PURE__ */ query('org'))) },",
      ],
      'schema.gen.ts': ['+ org: number'],
    })
  })

  it('changes the answer type where the answer changed, and nothing else', async () => {
    const changed = await changes((document) => {
      const answers = document.paths['/v1/access-tokens/{id}']?.delete?.responses as object
      Object.assign(answers, {
        200: { description: 'Done', content: { 'text/plain': { schema: { type: 'string' } } } },
      })
    })

    expect(changed).toEqual({
      'operations.gen.ts': [
        "- revokeAccessToken: { method: 'delete', path: '/v1/access-tokens/{id}' },",
        "+ revokeAccessToken: { method: 'delete', path: '/v1/access-tokens/{id}', json: false },",
      ],
      'schema.gen.ts': expect.arrayContaining(['+ 200: string']),
    })
  })

  it('turns a call of what was renamed into a type error', async () => {
    const document = JSON.parse(source) as Document
    Object.assign(document.paths['/v1/access-tokens']?.get as object, { operationId: 'findAccessTokens' })
    const { files } = await generateFiles(document, 'accessToken')

    const { errors } = compile({
      ...files,
      'program.ts': "import { getClient } from './index.gen.js'\nawait getClient().listAccessTokens()\n",
    })

    expect(errors).toEqual([
      expect.stringContaining("program.ts:2 Property 'listAccessTokens' does not exist"),
    ])
  })
})
