import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/index.js'
import { call, claimsOf, TOKENS, useEmulator } from './api.js'

let now = Date.now()
const emulator = useEmulator({ now: () => now })

const list = (token: string | null) => call(emulator.current, `GET ${TOKENS}`, { token })
const create = async (body: Record<string, unknown>): Promise<{ token: string; id: string }> =>
  (await call(emulator.current, `POST ${TOKENS}`, { body: { name: 'x', ...body } })).body

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

test.each(['GET ', 'POST ', 'DELETE /api_1'])('%s without a token answers 401', async (target) => {
  const [method, path = ''] = target.split(' ')

  const answer = await call(emulator.current, `${method} ${TOKENS}${path}`, { token: null })

  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  expect(answer.body).toEqual({
    status: 401,
    error: 'The request has no bearer token in its Authorization header.',
  })
})

test.each([
  ['.well-known/jwks.json'],
  ['.well-known/openid-configuration'],
  ['public/.well-known/jwks.json'],
  ['public/.well-known/openid-configuration'],
])('%s needs no token', async (path) => {
  const { status } = await call(emulator.current, `GET ${TOKENS}/${path}`, { token: null })

  expect(status).toBe(200)
})

test.each([
  ['api', {}, 200],
  ['assume', {}, 200],
  ['app', {}, 200],
  ['journey', { journey_id: 'j1' }, 403],
  ['portal', { portal_id: 'p1' }, 403],
])('a token of type %s %j answers %i', async (token_type, more, status) => {
  const { token } = await create({ token_type, ...more })

  const answer = await list(token)

  expect(answer.status).toBe(status)
})

test('a public token is told what it may not do', async () => {
  const { token } = await create({ token_type: 'journey', journey_id: 'j1' })

  const { body } = await list(token)

  expect(body).toEqual({
    status: 403,
    error: 'A token of type journey may not call listAccessTokens; use one of type api, assume or app.',
  })
})

test('a revoked token answers 401', async () => {
  const { token, id } = await create({})
  await call(emulator.current, `DELETE ${TOKENS}/${id}`)

  const answer = await list(token)

  expect(answer.body).toEqual({ status: 401, error: 'The access token was revoked.' })
})

test('a token can revoke itself', async () => {
  const { token, id } = await create({})

  const { status } = await call(emulator.current, `DELETE ${TOKENS}/${id}`, { token })

  expect(status).toBe(200)
  expect((await list(token)).status).toBe(401)
})

test('a token answers 401 from the second it expires on', async () => {
  const { token } = await create({ expires_in: 60 })
  const start = now

  now = start + 58_000
  const before = await list(token)
  now = start + 60_000
  const after = await list(token)
  now = start

  expect(before.status).toBe(200)
  expect(after.body).toEqual({ status: 401, error: 'The access token is expired.' })
})

test('forged tokens answer 401', async () => {
  const { token } = await create({})
  const [header = '', payload = '', signature = ''] = token.split('.')
  const kid = kidOf(token)
  const claims = claimsOf(token)
  const jwk = (await call(emulator.current, `GET ${TOKENS}/.well-known/jwks.json`)).body.keys[0]
  const hmacKey = new TextEncoder().encode(JSON.stringify(jwk))
  const other = await generateKeyPair('RS256')
  const forged = [
    `${segment({ alg: 'none', kid })}.${payload}.`,
    `${segment({ alg: 'none', kid })}.${payload}.${signature}`,
    await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(hmacKey),
    await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(other.privateKey),
    await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(other.privateKey),
    `${header}.${segment({ ...claims, exp: 9_999_999_999 })}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    'x',
    '..',
    'null.null.null',
  ]

  for (const one of forged) {
    const { status, body } = await list(one)
    expect({ status, body }).toMatchObject({ status: 401, body: { status: 401 } })
  }
})

test("another emulator's token answers 401, whatever key it was signed with", async () => {
  const other = await startEmulator()

  const answer = await list(other.token)
  await other.close()

  expect(answer.status).toBe(401)
})

test('the two key sets differ, and show no private part', async () => {
  const access = (await call(emulator.current, `GET ${TOKENS}/.well-known/jwks.json`)).body
  const open = (await call(emulator.current, `GET ${TOKENS}/public/.well-known/jwks.json`)).body

  expect(access.keys[0].kid).not.toBe(open.keys[0].kid)
  for (const [key] of [access.keys, open.keys])
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  const imported = await exportJWK(await importJWK(access.keys[0], 'RS256'))
  expect(imported).toMatchObject({ kty: 'RSA', n: access.keys[0].n })
})
