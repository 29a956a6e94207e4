import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createTokenVerifier } from '../../src/apis/access-token/verify.js'
import { create, createVerifier, encode, partsOf, reject, TOKENS, useApi } from './api.js'

const api = useApi()

test.each(['api', 'assume', 'app'])('a token of type %s verifies', async (token_type) => {
  const { id, token } = await create(api, { token_type, assignments: ['123:reader'] })

  const payload = await createVerifier(api)(token)

  expect(payload).toMatchObject({
    iss: api.emulator.url + TOKENS,
    token_id: id,
    token_type,
    assignments: ['123:reader'],
    exp: expect.any(Number),
  })
})

test.each([
  ['journey', { journey_id: 'j1' }],
  ['portal', { portal_id: 'p1' }],
])('a public token of type %s is refused unless accepted', async (token_type, more) => {
  const { token } = await create(api, { token_type, ...more })

  const error = await reject(createVerifier(api), token)
  const payload = await createVerifier(api, { accept: ['public'] })(token)

  expect(error.code).toBe('type')
  expect(error.message).toContain('A token of type journey or portal is not accepted here')
  expect(payload).toMatchObject({ iss: `${api.emulator.url}${TOKENS}/public`, token_type, ...more })
})

test('a verifier of public tokens alone refuses an access token', async () => {
  const error = await reject(createVerifier(api, { accept: ['public'] }), api.emulator.token)

  expect(error.code).toBe('type')
})

test('both kinds can be accepted at once', async () => {
  const verify = createVerifier(api, { accept: ['access', 'public'] })
  const { token } = await create(api, { token_type: 'portal', portal_id: 'p1' })

  expect(await verify(token)).toMatchObject({ token_type: 'portal' })
  expect(await verify(api.emulator.token)).toMatchObject({ token_type: 'api' })
})

test('a server with a slash at its end is the same server', async () => {
  expect(await createVerifier(api, { server: `${api.emulator.url}/` })(api.emulator.token)).toMatchObject({
    token_type: 'api',
  })
})

test.each([
  [{ server: 'access-token.sls.epilot.io' }, 'is not an http or https URL'],
  [{ server: 'file:///etc' }, 'is not an http or https URL'],
  [{ server: 'http://access-token.sls.epilot.io' }, 'use https'],
  [{ server: 'http://127.0.0.1.evil.example' }, 'use https'],
  [{ accept: [] }, '`accept` has to be'],
  [{ accept: ['toString' as 'access'] }, '`accept` has to be'],
  [{ accept: 'access' as unknown as ['access'] }, '`accept` has to be'],
  [{ clockTolerance: -1 }, '`clockTolerance` has to be'],
  [{ clockTolerance: Number.POSITIVE_INFINITY }, '`clockTolerance` has to be'],
])('the options %j are a TypeError', (options, message) => {
  expect(() => createTokenVerifier(options)).toThrow(TypeError)
  expect(() => createTokenVerifier(options)).toThrow(message)
})

test('no error shows the token, or a part of it', async () => {
  const { header, claims, signature } = partsOf(api.emulator.token)
  const { token: journey } = await create(api, { token_type: 'journey', journey_id: 'j1' })
  const [first = '', second = ''] = api.emulator.token.split('.')
  const tokens = [
    api.emulator.token.slice(0, -4),
    `Bearer ${api.emulator.token}`,
    `${api.emulator.token}.${signature}`,
    `${first}.${second}`,
    `${first}.${encode({ ...claims, sub: 'other' })}.${signature}`,
    `${encode({ ...header, alg: 'none' })}.${second}.${signature}`,
    `${encode({ ...header, kid: 'other' })}.${second}.${signature}`,
    journey,
  ]

  for (const token of tokens) {
    const error = await reject(createVerifier(api), token)
    const shown = [
      error.message,
      String(error),
      error.stack,
      JSON.stringify(error),
      inspect(error, { depth: 9, showHidden: true }),
    ].join('\n')
    for (const part of token.replace('Bearer ', '').split('.')) expect(shown).not.toContain(part)
    expect(shown).not.toMatch(/eyJ/)
  }
})

test('a revoked token still verifies, as the documentation says', async () => {
  const { id, token } = await create(api)
  await fetch(`${api.emulator.url}${TOKENS}/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${api.emulator.token}` },
  })

  expect(await createVerifier(api)(token)).toMatchObject({ token_id: id })
})
