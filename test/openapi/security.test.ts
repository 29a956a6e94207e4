import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Credential, OpenAPIDocument } from '../../src/core/types.js'
import { authorize } from '../../src/index.js'
import { flattenDocument } from '../../src/openapi/flatten.js'
import { createClientFromDocument } from '../../src/openapi/index.js'
import { type Recorder, startRecorder } from '../wire/recorder.js'

let recorder: Recorder

beforeAll(async () => {
  recorder = await startRecorder()
})
afterAll(() => recorder.close())

const documentOf = (securitySchemes: object, security: object[]): OpenAPIDocument => ({
  openapi: '3.1.0',
  info: { title: 'Secured', version: '1' },
  paths: { '/a': { get: { operationId: 'go', security, responses: { 204: { description: '' } } } } },
  components: { securitySchemes },
})

/** The `Authorization` header of a call with a token and these credentials, and the warnings of the document. */
const sent = async (document: OpenAPIDocument, credentials?: Record<string, Credential>) => {
  const client = await createClientFromDocument(document, { server: recorder.url, token: 'token' })
  if (credentials) authorize(client, credentials)
  await client.go?.()
  const { warnings } = flattenDocument(document)
  return { header: recorder.last().headers.authorization, warnings: warnings.map(({ message }) => message) }
}

const own = (name: string, value: unknown): object => Object.fromEntries([[name, value]])

describe('a security scheme', () => {
  it.each([
    ['digest', { type: 'http', scheme: 'digest' }],
    ['HOBA', { type: 'http', scheme: 'HOBA' }],
    ['a key without a place', { type: 'apiKey', name: 'k' }],
    ['a type that there is not', { type: 'magic' }],
  ])('that can not be sent (%s) is told, and no token goes in its place', async (_what, scheme) => {
    expect(await sent(documentOf({ S: scheme }, [{ S: [] }]), { S: 'secret' })).toEqual({
      header: undefined,
      warnings: ['is not a bearer, basic, apiKey or OAuth 2 scheme: its credentials are not sent.'],
    })
  })

  it('that can not be sent leaves the other alternatives', async () => {
    const schemes = { D: { type: 'http', scheme: 'digest' }, B: { type: 'http', scheme: 'Bearer' } }

    const { header } = await sent(documentOf(schemes, [{ D: [] }, { D: [], B: [] }, { B: [] }]))

    expect(header).toBe('Bearer token')
  })

  it('that is optional is sent where credentials are set, wherever the document says that it is', async () => {
    const schemes = { K: { type: 'apiKey', in: 'header', name: 'authorization' } }

    expect((await sent(documentOf(schemes, [{}, { K: [] }]), { K: 'key' })).header).toBe('key')
    const { operations } = flattenDocument(documentOf(schemes, [{}, { K: [] }]))
    expect(operations[0]?.security).toEqual([['K'], []])
  })

  it('that is a certificate needs nothing sent', async () => {
    const schemes = { T: { type: 'mutualTLS' }, B: { type: 'http', scheme: 'bearer' } }

    expect(await sent(documentOf(schemes, [{ T: [] }]))).toEqual({ header: undefined, warnings: [] })
    expect(await sent(documentOf(schemes, [{ T: [], B: [] }]))).toEqual({
      header: 'Bearer token',
      warnings: [],
    })
  })

  it.each([
    ['__proto__', 'protoScheme'],
    ['constructor', 'constructorScheme'],
    ['toString', 'toStringScheme'],
  ])('that is called %s takes credentials as %s', async (name, instead) => {
    const document = documentOf(own(name, { type: 'http', scheme: 'basic' }), [own(name, [])])
    const other = { ...document, components: { securitySchemes: own(name, { type: 'apiKey', in: 'query' }) } }

    const { header, warnings } = await sent(document, { [instead]: { username: 'u', password: 'p' } })

    expect(header).toBe(`Basic ${btoa('u:p')}`)
    expect(warnings).toEqual([`Credentials can't be set by the name ${name}: it is called ${instead}.`])
    expect((await sent(other)).header).toBeUndefined()
  })

  it('that is called __proto__ is sent nothing where nothing was set', async () => {
    const schemes = {
      ...own('__proto__', { type: 'http', scheme: 'basic' }),
      B: { type: 'http', scheme: 'basic' },
    }
    const document = documentOf(schemes, [own('__proto__', []), { B: [] }])

    expect((await sent(document, {})).header).toBeUndefined()
  })
})
