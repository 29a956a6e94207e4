import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/** An RSA key pair that signs the tokens of one issuer. */
export interface KeySet {
  /** Value of the `iss` claim. */
  issuer: string
  jwks(): Promise<{ keys: JWK[] }>
  /** The key that `kid` names, if it is in this set. */
  find(kid: string | undefined): Promise<CryptoKey | undefined>
  sign(claims: JWTPayload): Promise<string>
}

/** Generates the key on first use: that takes a few hundred milliseconds, and not every run needs both sets. */
export const createKeySet = (issuer: string): KeySet => {
  let pending: ReturnType<typeof generate> | undefined
  const key = () => (pending ??= generate())
  return {
    issuer,
    jwks: async () => ({ keys: [(await key()).jwk] }),
    find: async (kid) => {
      if (!pending) return undefined
      const { jwk, publicKey } = await pending
      return jwk.kid === kid ? publicKey : undefined
    },
    sign: async (claims) => {
      const { jwk, privateKey } = await key()
      return new SignJWT({ ...claims, iss: issuer })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: jwk.kid ?? '' })
        .sign(privateKey)
    },
  }
}

const generate = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 })
  const { kty, n, e } = await exportJWK(publicKey)
  const jwk = { alg: 'RS256', kty, n, e, use: 'sig' } as JWK
  jwk.kid = await calculateJwkThumbprint(jwk)
  return { publicKey, privateKey, jwk }
}
