import { errors } from 'jose'

/**
 * Why a token was refused. `keys-unavailable`: the published keys could not be fetched, so nothing is known
 * about the token (answer 503); everything else is the token's own fault (answer 401).
 */
export type TokenErrorCode =
  | 'malformed'
  | 'type'
  | 'algorithm'
  | 'issuer'
  | 'expired'
  | 'claim'
  | 'unknown-key'
  | 'signature'
  | 'keys-unavailable'

/** Marks errors of every copy of this package: `instanceof` knows those of its own copy only. */
const MARK = Symbol.for('@epilot/sdk TokenError')

/** A token that was not accepted; the message never holds any part of it. */
export class TokenError extends Error {
  override readonly name = 'TokenError'

  constructor(
    readonly code: TokenErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.defineProperty(this, MARK, { value: true })
  }
}

/**
 * Whether an error says that a token was not accepted, by a verifier of this copy of the package or another.
 *
 * @example
 * const status = isTokenError(error) && error.code !== 'keys-unavailable' ? 401 : 503
 */
export const isTokenError = (error: unknown): error is TokenError => MARK in Object(error)

/** What jose found wrong, without what jose's errors carry of the token. */
export const explain = (
  error: unknown,
  { issuer, jwksUri }: { issuer: string; jwksUri: string },
): TokenError => {
  if (error instanceof errors.JWTExpired) return new TokenError('expired', 'The token is expired.')
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'iss'
      ? new TokenError('issuer', `The token was not issued by ${issuer}.`)
      : new TokenError('claim', `The token's claim ${error.claim} is missing or wrong.`)
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new TokenError('signature', 'The signature of the token is wrong.')
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return new TokenError('unknown-key', `No key at ${jwksUri} has the id that the token names.`)
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  )
    return new TokenError('malformed', 'The token is not a JWT that this API mints.')
  const reason = error instanceof Error ? error.message : 'unknown reason'
  return new TokenError(
    'keys-unavailable',
    `The keys at ${jwksUri} could not be fetched: ${reason}. Try again later.`,
    {
      cause: error,
    },
  )
}
