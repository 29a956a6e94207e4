import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import {
  createTokenVerifier,
  type TokenError,
  type TokenVerifierOptions,
} from '../../src/apis/access-token/verify.js'
import { type Emulator, startEmulator } from '../../src/emulator/index.js'

export const TOKENS = '/v1/access-tokens'

type KeysAnswer = { status: number; headers?: Record<string, string>; body?: unknown } | undefined

/** An emulator whose clock and key sets a test can change. */
export interface TestApi {
  emulator: Emulator
  /** Time in milliseconds that tokens are minted at; 0 is the real one. */
  now: number
  /** Stands in for the emulator's answers to requests for keys. */
  keysAnswer: ((pathname: string) => KeysAnswer) | undefined
  /** Paths of the key sets that were fetched. */
  fetches: string[]
}

/** One for all tests of a file, reset before each. */
export const useApi = (): TestApi => {
  const api = {} as TestApi
  beforeAll(async () => {
    api.emulator = await startEmulator({
      now: () => api.now || Date.now(),
      fault: ({ url }) => {
        const { pathname } = new URL(url)
        if (!pathname.endsWith('jwks.json')) return undefined
        api.fetches.push(pathname)
        return api.keysAnswer?.(pathname)
      },
    })
  })
  afterAll(() => api.emulator.close())
  beforeEach(() => {
    Object.assign(api, { now: 0, keysAnswer: undefined, fetches: [] })
  })
  return api
}

export const create = async (
  { emulator }: TestApi,
  parameters: Record<string, unknown> = {},
): Promise<{ id: string; token: string }> => {
  const response = await fetch(emulator.url + TOKENS, {
    method: 'POST',
    headers: { authorization: `Bearer ${emulator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x', ...parameters }),
  })
  return (await response.json()) as { id: string; token: string }
}

export const createVerifier = ({ emulator }: TestApi, options: TokenVerifierOptions = {}) =>
  createTokenVerifier({ server: emulator.url, ...options })

export const reject = (verify: (token: string) => Promise<unknown>, token: string): Promise<TokenError> =>
  verify(token).then(
    () => expect.unreachable('the token was accepted'),
    (error: TokenError) => error,
  )

const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString())

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Header and claims of a real token, to forge others from. */
export const partsOf = (token: string) => {
  const [header, payload, signature = ''] = token.split('.')
  return { header: decode(header), claims: decode(payload), signature }
}

/** Claims that verify under a published key. */
export const validClaims = ({ emulator }: TestApi) => ({
  iss: emulator.url + TOKENS,
  exp: Math.floor(Date.now() / 1000) + 60,
  token_id: 'api_1',
  token_type: 'api',
})

/** A key pair whose public half the emulator publishes in place of its own, so that a test can sign anything. */
export const publishKey = async (api: TestApi, kid = 'test-key') => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid }
  api.keysAnswer = () => ({ status: 200, body: { keys: [jwk] } })
  const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey)
  return { jwk, sign }
}
