import { afterEach, expect, test, vi } from 'vitest'
import { createTokenVerifier } from '../../src/apis/access-token/verify.js'
import { startEmulator } from '../../src/emulator/index.js'
import { createVerifier, publishKey, reject, TOKENS, useApi, validClaims } from './api.js'

afterEach(() => {
  vi.useRealTimers()
})

const api = useApi()

test('keys are fetched once, also for concurrent first calls', async () => {
  const verify = createVerifier(api)

  await Promise.all(Array.from({ length: 50 }, () => verify(api.emulator.token)))
  await verify(api.emulator.token)

  expect(api.fetches).toEqual([`${TOKENS}/.well-known/jwks.json`])
})

test('nothing is fetched before the first token, nor for a token that is refused unseen', async () => {
  const verify = createVerifier(api)
  await reject(verify, 'x')

  expect(api.fetches).toEqual([])
})

test('an unknown key id api.fetches the keys again, at most once per cooldown', async () => {
  const verify = createVerifier(api)
  await verify(api.emulator.token)
  const { sign } = await publishKey(api, 'rotated')
  const rotated = await sign(validClaims(api))
  const refuse = async () =>
    expect(await reject(verify, await sign(validClaims(api), { kid: 'unknown' }))).toMatchObject({
      code: 'unknown-key',
    })

  await Promise.all(Array.from({ length: 20 }, refuse))
  expect(api.fetches).toHaveLength(1)

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
  await Promise.all(Array.from({ length: 20 }, refuse))
  expect(api.fetches).toHaveLength(2)
  expect(await verify(rotated)).toMatchObject({ token_id: 'api_1' })
  expect(api.fetches).toHaveLength(2)
})

test('a failed fetch for an unknown key id starts a cooldown too, and known keys go on to work', async () => {
  const verify = createVerifier(api)
  await verify(api.emulator.token)
  const { sign } = await publishKey(api, 'unknown')
  const unknown = await sign(validClaims(api))
  api.keysAnswer = () => ({ status: 500 })

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
  for (let i = 0; i < 5; i++)
    expect(await reject(verify, unknown)).toMatchObject({ code: 'keys-unavailable' })

  expect(api.fetches).toHaveLength(2)
  expect(await verify(api.emulator.token)).toMatchObject({ token_type: 'api' })
})

test('keys that could not be fetched at first are fetched again, at most once a second', async () => {
  const verify = createVerifier(api)
  api.keysAnswer = () => ({ status: 503 })

  const error = await reject(verify, api.emulator.token)
  for (let i = 0; i < 20; i++)
    expect(await reject(verify, api.emulator.token)).toMatchObject({ code: 'keys-unavailable' })
  expect(api.fetches).toHaveLength(1)
  api.keysAnswer = undefined
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_001 })

  expect(error).toMatchObject({ code: 'keys-unavailable' })
  expect(error.message).toMatch(
    /^The keys at http:.*jwks\.json could not be fetched: .*\. Try again later\.$/,
  )
  expect(await verify(api.emulator.token)).toMatchObject({ token_type: 'api' })
})

test.each([
  ['an empty key set', { keys: [] }, 'unknown-key'],
  ['no key set', { hello: 'world' }, 'keys-unavailable'],
  ['text', 'hello', 'keys-unavailable'],
  ['a broken key', { keys: [{ kty: 'RSA', kid: 'a', alg: 'RS256', n: '!', e: '!' }] }, 'keys-unavailable'],
])('%s in the place of keys accepts nothing', async (_, body, code) => {
  const { sign } = await publishKey(api, 'a')
  const token = await sign(validClaims(api))
  api.keysAnswer = () => ({ status: 200, body })

  expect(await reject(createVerifier(api), token)).toMatchObject({ code })
})

test('keys are not followed elsewhere', async () => {
  const elsewhere = await startEmulator()
  const server = await startEmulator({
    fault: ({ url }) =>
      url.endsWith('jwks.json')
        ? { status: 302, headers: { location: `${elsewhere.url}${TOKENS}/.well-known/jwks.json` } }
        : undefined,
  })

  const error = await reject(createTokenVerifier({ server: server.url }), server.token)
  await Promise.all([server.close(), elsewhere.close()])

  expect(error).toMatchObject({ code: 'keys-unavailable' })
})
