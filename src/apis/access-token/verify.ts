import { createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { isLoopback } from '../../core/origin.js'
import { explain, TokenError } from './token-error.js'

export { isTokenError, TokenError, type TokenErrorCode } from './token-error.js'

const DEFAULT_SERVER = 'https://access-token.sls.epilot.io'

/** How long keys answer for an unknown key id before they are fetched again, in milliseconds. */
const COOLDOWN = 30_000

/** Pause before keys that could not be fetched are fetched again, in milliseconds: any text can ask for them. */
const PAUSE = 1_000

/** Compact serialization, RFC 7515 section 3.1. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** No token of this API comes near; a longer one isn't worth decoding. */
const MAX_LENGTH = 16_384

/** `access`: api, assume and app tokens. `public`: journey and portal tokens, which stand in public web pages. */
export type TokenKind = 'access' | 'public'

const TOKEN_TYPES: Record<TokenKind, readonly string[]> = {
  access: ['api', 'assume', 'app'],
  public: ['journey', 'portal'],
}

export interface TokenVerifierOptions {
  /** Base URL of the Access Token API that minted the tokens. @default 'https://access-token.sls.epilot.io' */
  server?: string
  /** Kinds of tokens to accept. Anyone can read a public one: accept it only where that is meant. @default ['access'] */
  accept?: readonly TokenKind[]
  /** Clock difference to forgive, in seconds. @default 0 */
  clockTolerance?: number
}

/** Claims of a verified token. */
export interface TokenPayload {
  iss: string
  /** When the token expires, in seconds since 1970. */
  exp: number
  /** When it was minted, in seconds since 1970. */
  iat?: number
  sub?: string
  /** Id to list and revoke the token by. */
  token_id: string
  token_type: 'api' | 'journey' | 'portal' | 'assume' | 'app'
  /** Role ids, as `<organization_id>:<slug>`. */
  assignments?: string[]
  journey_id?: string
  portal_id?: string
  [claim: string]: unknown
}

/**
 * Makes a function that verifies access tokens against the published keys (RS256 only), fetched once and cached.
 *
 * A revoked token still verifies until it expires: revocation is known to the Access Token API alone. Mint short-lived
 * tokens where that matters.
 *
 * @throws {TypeError} for options that are not usable
 * @returns a function that resolves to the token's claims and rejects with a {@link TokenError}
 *
 * @example
 * <!-- not run: the keys are epilot's -->
 * ```ts
 * const verify = createTokenVerifier()
 * const { token_id, assignments } = await verify(request.headers.authorization.slice('Bearer '.length))
 * ```
 */
export const createTokenVerifier = (
  options: TokenVerifierOptions = {},
): ((token: string) => Promise<TokenPayload>) => {
  const { server = DEFAULT_SERVER, accept = ['access'], clockTolerance = 0 } = options
  checkOptions({ accept, clockTolerance })
  const issuers = createIssuers(baseUrl(server))

  return async (token) => {
    const kind = kindOf(token)
    if (!accept.includes(kind))
      throw new TokenError(
        'type',
        `A token of type ${TOKEN_TYPES[kind].join(' or ')} is not accepted here; the option \`accept\` lists what is.`,
      )
    const { issuer, jwksUri, keys } = issuers[kind]
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: ['RS256'],
        clockTolerance,
        requiredClaims: ['exp', 'token_id'],
      })
      if (typeof payload.token_id !== 'string')
        throw new TokenError('claim', "The token's claim token_id is missing or wrong.")
      return payload as TokenPayload
    } catch (error) {
      throw error instanceof TokenError ? error : explain(error, { issuer: issuer[0], jwksUri })
    }
  }
}

const checkOptions = ({
  accept,
  clockTolerance,
}: {
  accept: readonly string[]
  clockTolerance: number
}): void => {
  const isList = Array.isArray(accept) && accept.length > 0
  if (!isList || accept.some((kind) => !Object.hasOwn(TOKEN_TYPES, kind)))
    throw new TypeError("`accept` has to be a list of 'access' and 'public'.")
  if (!Number.isFinite(clockTolerance) || clockTolerance < 0)
    throw new TypeError('`clockTolerance` has to be a number of seconds, 0 or more.')
}

const baseUrl = (server: string): string => {
  const url = URL.canParse(server) ? new URL(server) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(`The server ${JSON.stringify(server)} is not an http or https URL.`)
  if (url.protocol === 'http:' && !isLoopback(url))
    throw new TypeError(`Keys from ${url.origin} could be replaced on their way; use https.`)
  return url.href.replace(/\/+$/, '')
}

interface Issuer {
  /** What the `iss` claim may be. */
  issuer: [string, ...string[]]
  jwksUri: string
  keys: ReturnType<typeof createRemoteJWKSet>
}

const createIssuers = (server: string): Record<TokenKind, Issuer> => {
  const access = `${server}/v1/access-tokens`
  const open = `${access}/public`
  return {
    access: { issuer: [access], ...createKeys(access) },
    // The reference page's configuration of the public issuer names the other one; the keys are what separates them.
    public: { issuer: [open, access], ...createKeys(open) },
  }
}

const createKeys = (issuer: string): Pick<Issuer, 'jwksUri' | 'keys'> => {
  const jwksUri = `${issuer}/.well-known/jwks.json`
  let attemptedAt = Number.NEGATIVE_INFINITY
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    cooldownDuration: COOLDOWN,
    // jose's cooldown starts with a success; a failure has to start one too, or each unknown key id drives a fetch.
    [customFetch]: async (url, init) => {
      if (Date.now() - attemptedAt < (keys.fresh ? COOLDOWN : PAUSE))
        throw new Error('the last attempt failed a moment ago')
      attemptedAt = Date.now()
      return fetch(url, init)
    },
  })
  return { jwksUri, keys }
}

/** The kind that an unverified token claims: it has to prove the claim with that kind's keys. */
const kindOf = (token: string): TokenKind => {
  const { token_type } = decode(token)
  const kinds: TokenKind[] = ['access', 'public']
  const kind = kinds.find((one) => TOKEN_TYPES[one].some((type) => type === token_type))
  if (!kind) throw new TokenError('type', 'The token has no token_type of this API.')
  return kind
}

const decode = (token: unknown): Record<string, unknown> => {
  if (typeof token !== 'string')
    throw new TokenError('malformed', `The token is not a string but ${typeof token}.`)
  if (/^bearer\s/i.test(token))
    throw new TokenError('malformed', 'Pass the token alone, without the word Bearer before it.')
  if (token.length > MAX_LENGTH)
    throw new TokenError('malformed', `The token is longer than ${MAX_LENGTH} characters.`)
  if (!COMPACT.test(token)) throw new TokenError('malformed', 'The token is not a signed JWT.')
  try {
    const { alg, kid } = decodeProtectedHeader(token)
    if (alg !== 'RS256') throw new TokenError('algorithm', 'The token is not signed with RS256.')
    if (typeof kid !== 'string')
      throw new TokenError('unknown-key', 'The token does not name the key it is signed with.')
    return decodeJwt(token)
  } catch (error) {
    throw error instanceof TokenError ? error : new TokenError('malformed', 'The token is not a signed JWT.')
  }
}
