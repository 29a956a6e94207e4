import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/index.js'
import {
  create,
  createVerifier,
  encode,
  partsOf,
  publishKey,
  reject,
  TOKENS,
  useApi,
  validClaims,
} from './api.js'

const api = useApi()

test('alg none is refused, with and without a signature', async () => {
  const { header, claims, signature } = partsOf(api.emulator.token)
  const unsecured = `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`

  for (const token of [unsecured, unsecured + signature])
    expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'algorithm' })
})

test('HS256 with the public key as secret is refused, in every form of the key', async () => {
  const { header, claims } = partsOf(api.emulator.token)
  const answer = await fetch(`${api.emulator.url}${TOKENS}/.well-known/jwks.json`)
  const { keys } = (await answer.json()) as { keys: JWK[] }
  const [jwk = {}] = keys
  const key = await importJWK(jwk, 'RS256', { extractable: true })
  const secrets = [
    JSON.stringify(jwk),
    JSON.stringify({ keys }),
    String(jwk.n),
    await exportSPKI(key as CryptoKey),
  ]

  for (const secret of secrets) {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'HS256' })
      .sign(new TextEncoder().encode(secret))
    expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'algorithm' })
  }
})

test.each(['PS256', 'RS512', 'ES256', 'rs256', '', null, 1])('alg %j is refused', async (alg) => {
  const { header, claims, signature } = partsOf(api.emulator.token)
  const token = `${encode({ ...header, alg })}.${encode(claims)}.${signature}`

  const { code } = await reject(createVerifier(api), token)

  expect(['algorithm', 'malformed']).toContain(code)
})

test('RS512 with the right key is refused', async () => {
  const { privateKey } = await generateKeyPair('RS512')
  const token = await new SignJWT(validClaims(api))
    .setProtectedHeader({ alg: 'RS512', kid: 'a' })
    .sign(privateKey)

  expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'algorithm' })
})

test('changed claims are refused', async () => {
  const [header, , signature] = api.emulator.token.split('.')
  const { claims } = partsOf(api.emulator.token)
  const token = `${header}.${encode({ ...claims, assignments: ['123:admin'] })}.${signature}`

  expect(await reject(createVerifier(api), token)).toMatchObject({
    code: 'signature',
    message: 'The signature of the token is wrong.',
  })
})

test("a foreign key under the right key's id is refused", async () => {
  const { header, claims } = partsOf(api.emulator.token)
  const { privateKey } = await generateKeyPair('RS256')
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: String(header.kid) })
    .sign(privateKey)

  expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'signature' })
})

test('a key that the token brings along is not used', async () => {
  const { header, claims } = partsOf(api.emulator.token)
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  const sign = (more: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256', ...more }).sign(privateKey)

  for (const token of [await sign({ jwk }), await sign({ jku: `${api.emulator.url}/jwks.json` })])
    expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'signature' })
})

test('a token without a key id is refused', async () => {
  const { sign } = await publishKey(api)

  const token = await sign(validClaims(api), { kid: undefined })

  expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'unknown-key' })
})

test('another issuer is refused, even with the right key', async () => {
  const { sign } = await publishKey(api)
  const issuers = [
    'https://evil.example',
    `${api.emulator.url}${TOKENS}/`,
    `${api.emulator.url}${TOKENS}/public`,
    '',
    undefined,
  ]

  for (const iss of issuers) {
    const error = await reject(createVerifier(api), await sign({ ...validClaims(api), iss }))
    expect(error).toMatchObject({
      code: 'issuer',
      message: `The token was not issued by ${api.emulator.url}${TOKENS}.`,
    })
  }
})

test("another server's token is refused", async () => {
  const other = await startEmulator()

  const error = await reject(createVerifier(api), other.token)
  await other.close()

  expect(error).toMatchObject({ code: 'unknown-key' })
})

test('a key that only the public set publishes does not sign api tokens, nor the other way round', async () => {
  const { jwk, sign } = await publishKey(api)
  const publishIn = (part: string) => {
    api.keysAnswer = (path) => ({
      status: 200,
      body: { keys: path === `${TOKENS}${part}/.well-known/jwks.json` ? [jwk] : [] },
    })
    return createVerifier(api, { accept: ['access', 'public'] })
  }
  const apiToken = await sign(validClaims(api))
  const journeyToken = await sign({
    ...validClaims(api),
    iss: `${validClaims(api).iss}/public`,
    token_type: 'journey',
  })

  expect(await reject(publishIn('/public'), apiToken)).toMatchObject({ code: 'unknown-key' })
  expect(await publishIn('/public')(journeyToken)).toMatchObject({ token_type: 'journey' })
  expect(await reject(publishIn(''), journeyToken)).toMatchObject({ code: 'unknown-key' })
  expect(await publishIn('')(apiToken)).toMatchObject({ token_type: 'api' })
})

test('a public token may name the access issuer, as the published configuration does', async () => {
  const { sign } = await publishKey(api)
  const token = await sign({ ...validClaims(api), token_type: 'journey' })

  expect(await createVerifier(api, { accept: ['public'] })(token)).toMatchObject({ token_type: 'journey' })
})

test.each([undefined, 'user', 'API', null, ['api']])('token_type %j is refused', async (token_type) => {
  const { sign } = await publishKey(api)

  const token = await sign({ ...validClaims(api), token_type })

  expect(await reject(createVerifier(api, { accept: ['access', 'public'] }), token)).toMatchObject({
    code: 'type',
  })
})

test('an expired token is refused, within the tolerance it is not', async () => {
  api.now = Date.now() - 65_000
  const { token } = await create(api, { expires_in: 60 })

  expect(await reject(createVerifier(api), token)).toMatchObject({
    code: 'expired',
    message: 'The token is expired.',
  })
  expect(await createVerifier(api, { clockTolerance: 30 })(token)).toMatchObject({ token_type: 'api' })
})

test.each([
  [{ exp: undefined }, 'claim'],
  [{ exp: 'never' }, 'claim'],
  [{ token_id: undefined }, 'claim'],
  [{ token_id: null }, 'claim'],
  [{ nbf: 9_999_999_999 }, 'claim'],
])('claims changed by %j are refused', async (change, code) => {
  const { sign } = await publishKey(api)

  const token = await sign({ ...validClaims(api), ...change })

  expect(await reject(createVerifier(api), token)).toMatchObject({ code })
})

test('a critical header that is not understood is refused', async () => {
  const { sign } = await publishKey(api)
  const { header, claims, signature } = partsOf(await sign(validClaims(api)))
  const token = `${encode({ ...header, crit: ['exp'], exp: 1 })}.${encode(claims)}.${signature}`

  expect(await reject(createVerifier(api), token)).toMatchObject({ code: 'malformed' })
})

test.each<[string, unknown]>([
  ['an empty string', ''],
  ['a word', 'token'],
  ['dots', '..'],
  ['two parts', 'e30.e30'],
  ['five parts', 'e30.e30.e30.e30.e30'],
  ['no base64', 'é.é.é'],
  ['null as parts', 'bnVsbA.bnVsbA.bnVsbA'],
  ['a megabyte', 'a'.repeat(1_000_000)],
  ['undefined', undefined],
  ['null', null],
  ['an object', { token: 'x' }],
  ['a number', 5],
])('%s is refused as malformed', async (_, token) => {
  const error = await reject(createVerifier(api), token as string)

  expect(['malformed', 'algorithm']).toContain(error.code)
  expect(api.fetches).toEqual([])
})

test('a token with a line break after it is refused as malformed', async () => {
  const error = await reject(createVerifier(api), `${api.emulator.token}\n`)

  expect(error.code).toBe('malformed')
})

test('a token with the word Bearer before it is told so', async () => {
  const error = await reject(createVerifier(api), `Bearer ${api.emulator.token}`)

  expect(error.message).toBe('Pass the token alone, without the word Bearer before it.')
})
