import { expect, test } from 'vitest'
import { epilot } from './command.js'
import { useLocalApi } from './local-api.js'

const api = useLocalApi()
const sampleId = 'api_5ZugdRXasLfWBypHi93Fk'
const body =
  '{"name":"Postman Access Token","token_type":"api","assignments":["123:owner"],"expires_in":3600}'

const succeed = async (args: string[], stdin?: string): Promise<unknown> => {
  const { code, stdout, stderr } = await epilot(args, { env: api.env, ...(stdin !== undefined && { stdin }) })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

test('epilot access-token', async () => {
  const { code, stdout, stderr } = await epilot(['access-token'], { env: api.env })

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  for (const id of ['listAccessTokens', 'createAccessToken', 'revokeAccessToken', 'getPublicTokenOIDC']) {
    expect(stdout).toContain(id)
  }
  expect(stdout.indexOf('Access Tokens')).toBeLessThan(stdout.indexOf('Public\n'))
})

test('epilot access-token listAccessTokens', async () => {
  const tokens = await succeed(['access-token', 'listAccessTokens'])

  expect(tokens).toContainEqual(expect.objectContaining({ id: sampleId, name: 'Postman Access Token' }))
})

test("epilot access-token listAccessTokens --jsonata '$'", async () => {
  const tokens = await succeed(['access-token', 'listAccessTokens', '--jsonata', '$'])

  expect(tokens).toContainEqual(expect.objectContaining({ id: sampleId }))
})

test("epilot access-token createAccessToken -d '{...}'", async () => {
  const created = await succeed(['access-token', 'createAccessToken', '-d', body])

  expect(created).toMatchObject({
    name: 'Postman Access Token',
    token_type: 'api',
    token: expect.stringMatching(/^eyJ/),
  })
})

test('cat body.json | epilot access-token createAccessToken', async () => {
  const created = await succeed(['access-token', 'createAccessToken'], body)

  expect(created).toMatchObject({ name: 'Postman Access Token', assignments: ['123:owner'] })
})

test("cat body.json | epilot access-token createAccessToken --jsonata '$'", async () => {
  const created = await succeed(['access-token', 'createAccessToken', '--jsonata', '$'], body)

  expect(created).toMatchObject({ name: 'Postman Access Token', token: expect.stringMatching(/^eyJ/) })
})

const create = async (): Promise<string> => {
  const { id } = (await succeed(['access-token', 'createAccessToken', '-d', body])) as { id: string }
  return id
}

test('epilot access-token revokeAccessToken -p id=...', async () => {
  const id = await create()

  expect(await succeed(['access-token', 'revokeAccessToken', '-p', `id=${id}`])).toMatchObject({ id })
})

test('epilot access-token revokeAccessToken api_5ZugdRXasLfWBypHi93Fk', async () => {
  expect(await succeed(['access-token', 'revokeAccessToken', sampleId])).toMatchObject({ id: sampleId })
})

test("epilot access-token revokeAccessToken -p id=... --jsonata 'id'", async () => {
  const id = await create()

  expect(await succeed(['access-token', 'revokeAccessToken', '-p', `id=${id}`, '--jsonata', 'id'])).toBe(id)
})

test.each(['getAccessTokenJwks', 'getPublicTokenJwks'])('epilot access-token %s', async (operation) => {
  const { keys } = (await succeed(['access-token', operation])) as { keys: unknown[] }

  expect(keys).toEqual([expect.objectContaining({ alg: 'RS256', kty: 'RSA', use: 'sig' })])
  expect(await succeed(['access-token', operation, '--jsonata', 'keys'])).toEqual(keys)
})

test.each([
  ['getAccessTokenOIDC', '/v1/access-tokens'],
  ['getPublicTokenOIDC', '/v1/access-tokens/public'],
])('epilot access-token %s', async (operation, path) => {
  const issuer = api.url() + path

  expect(await succeed(['access-token', operation])).toMatchObject({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
  })
  expect(await succeed(['access-token', operation, '--jsonata', 'issuer'])).toBe(issuer)
})
