import { createRemoteJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { call, TOKENS, useEmulator } from './api.js'

const emulator = useEmulator()

/** Verifies the way OpenID Connect libraries do: from the issuer's configuration on. */
const verifyByConfiguration = async (base: string, token: string) => {
  const { body } = await call(emulator.current, `GET ${base}/.well-known/openid-configuration`, {
    token: null,
  })
  return jwtVerify(token, createRemoteJWKSet(new URL(body.jwks_uri)), { issuer: body.issuer })
}

test.each([
  ['api', {}, TOKENS],
  ['assume', {}, TOKENS],
  ['app', {}, TOKENS],
  ['journey', { journey_id: 'j1' }, `${TOKENS}/public`],
  ['portal', { portal_id: 'p1' }, `${TOKENS}/public`],
])('a token of type %s %j verifies against the keys of %s', async (token_type, more, base) => {
  const { body } = await call(emulator.current, `POST ${TOKENS}`, {
    body: { name: 'x', token_type, ...more },
  })

  const { payload, protectedHeader } = await verifyByConfiguration(base, body.token)

  expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) })
  expect(payload).toMatchObject({ iss: emulator.current.url + base, token_id: body.id, token_type, ...more })
})

test('the first token verifies too', async () => {
  const { payload } = await verifyByConfiguration(TOKENS, emulator.current.token)

  expect(payload).toMatchObject({ token_type: 'api', assignments: ['123:owner'] })
})

test('a public token does not verify against the access keys', async () => {
  const { body } = await call(emulator.current, `POST ${TOKENS}`, {
    body: { name: 'x', token_type: 'portal', portal_id: 'p1' },
  })

  await expect(verifyByConfiguration(TOKENS, body.token)).rejects.toThrow('no applicable key found')
})
