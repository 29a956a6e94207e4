import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { CLIENT_MEMBERS } from '../../src/codegen/client.js'
import { compile, generateFiles } from './project.js'

const document = (parts: object): object => ({
  openapi: '3.0.3',
  info: { title: 'T', version: '1' },
  paths: {},
  ...parts,
})
const done = { 204: { description: '' } }
const text = { type: 'string' }

describe('generated code compiles', () => {
  it('with operations that are called like members of every object', async () => {
    const ids = ['toString', 'valueOf', 'isPrototypeOf', 'hasOwnProperty', '__defineGetter__', 'constructor']
    const paths = Object.fromEntries(
      ids.map((operationId) => [`/${operationId}`, { get: { operationId, responses: done } }]),
    )

    expect(compile((await generateFiles(document({ paths }))).files).errors).toEqual([])
  })

  it('with every member that an encoding may have', async () => {
    const encoding = {
      f: { headers: { 'X-A': { schema: text } }, style: 'deepObject' },
      g: { allowReserved: true },
      h: { 'x-y': 1, contentType: 'text/csv' },
      constructor: { contentType: 'application/json' },
    }
    const media = { schema: { type: 'object' }, encoding }
    const content = {
      'application/json': {},
      'multipart/form-data': media,
      'multipart/mixed': media,
      'application/x-www-form-urlencoded': media,
    }
    const paths = { '/a': { post: { operationId: 'a', requestBody: { content }, responses: done } } }

    const { files, warnings } = await generateFiles(document({ paths }))

    expect(warnings).toEqual([])
    expect(compile(files).errors).toEqual([])
  })

  it('with an argument for each of several parameters of one name', async () => {
    const parameters = ['path', 'query'].map((place) => ({
      name: 'id',
      in: place,
      required: true,
      schema: text,
    }))
    const paths = { '/a/{id}': { get: { operationId: 'a', parameters, responses: done } } }
    const { files } = await generateFiles(document({ paths }))
    const use = `import type { Client } from './client.gen.js'
export const use = async (client: Client): Promise<unknown> => client.a({ id: 'p', 'query.id': 'q' })
export const wrong = async (client: Client): Promise<unknown> =>
  // @ts-expect-error the parameter of the query is absent
  client.a({ id: 'p' })
`

    expect(compile({ ...files, 'use.ts': use }).errors).toEqual([])
  })
})

it.each([
  ...['Uint8Array', 'SharedArrayBuffer', 'ReadableStream', 'CustomEvent', 'Credential', 'PaymentRequest'],
  ...['PropertyDescriptor', 'Uint32Array', 'Error', 'File', 'HTMLElement', 'DOMRect'],
])('a schema called like the global %s gets the suffix Schema', async (name) => {
  const schemas = { [name]: { type: 'object', properties: { u: text } } }

  const { files } = await generateFiles(document({ components: { schemas } }))

  expect(files['schema.gen.ts']).toContain(`export type ${name}Schema = `)
})

it('every member of an axios instance is known, so that no type promises an operation in its place', () => {
  const members = Object.getOwnPropertyNames(axios.create())

  // Those that every object has get another name.
  const others = members.filter((name) => !['prototype', 'constructor'].includes(name))
  expect(others.filter((name) => !CLIENT_MEMBERS.has(name))).toEqual([])
})
