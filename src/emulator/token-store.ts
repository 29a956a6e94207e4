import { randomInt } from 'node:crypto'

export type TokenType = 'api' | 'journey' | 'portal' | 'assume' | 'app'

/** `AccessTokenItem` of the document. */
export interface TokenItem {
  id: string
  /** Date and time, ISO 8601. */
  created_at: string
  name: string
  token_type: TokenType
  journey_id?: string
  portal_id?: string
  assignments?: string[]
  /** Day, ISO 8601. */
  last_used?: string
}

/** Stand in public web pages; signed with a key set of their own. */
export const isPublicType = (type: TokenType): boolean => type === 'journey' || type === 'portal'

/** Made by the platform for itself. */
export const isSystemType = (type: TokenType): boolean => type === 'assume' || type === 'app'

/** The ids that the samples of the reference pages revoke. */
const SAMPLE_IDS = ['api_5ZugdRXasLfWBypHi93Fk', '123e4567-e89b-12d3-a456-426614174000']

/** The tokens that are not revoked, oldest first; a revoked one is forgotten. */
export type TokenStore = Map<string, TokenItem>

export const createTokenStore = (): TokenStore =>
  new Map(
    SAMPLE_IDS.map((id) => [
      id,
      {
        id,
        created_at: '1970-01-01T00:00:00.000Z',
        name: 'Postman Access Token',
        token_type: 'api',
        assignments: ['123:owner'],
        last_used: '2026-02-24',
      },
    ]),
  )

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LENGTH = 21

export const createTokenId = (type: TokenType): string =>
  `${type}_${Array.from({ length: ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
