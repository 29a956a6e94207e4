import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { isObject } from '../openapi/json.js'
import type { ApiModel, OperationModel } from '../openapi/model.js'
import { createKeySet, type KeySet } from './keys.js'
import { lifetimeOf } from './lifetime.js'
import { quote, Refusal } from './refusal.js'
import { type Call, createService } from './service.js'
import {
  createTokenId,
  createTokenStore,
  isPublicType,
  isSystemType,
  type TokenItem,
  type TokenType,
} from './token-store.js'

const BASE_PATH = '/v1/access-tokens'

/** The user that every token belongs to, and the roles a token has that names none. */
const USER_ID = '10001'
const USER_ROLES = ['123:owner']

interface TokenParameters {
  name: string
  token_type: TokenType
  assignments?: string[]
  journey_id?: string
  portal_id?: string
  expires_in?: number | string
}

export interface AccessTokenApi {
  handle(request: Request): Promise<Response>
  /** Mints a token as `createAccessToken` does. */
  mint(parameters: TokenParameters): Promise<TokenItem & { token: string }>
}

/**
 * The Access Token API, kept in memory.
 *
 * @param url where it is served; its two issuers lie below
 * @param now the time in milliseconds
 */
export const createAccessTokenApi = (input: {
  model: ApiModel
  url: string
  now: () => number
}): AccessTokenApi => {
  const { model, url, now } = input
  const tokens = createTokenStore()
  const accessKeys = createKeySet(`${url}${BASE_PATH}`)
  const publicKeys = createKeySet(`${url}${BASE_PATH}/public`)

  const mint = async (parameters: TokenParameters): Promise<TokenItem & { token: string }> => {
    const { token_type, expires_in, ...rest } = parameters
    const lifetime = lifetimeOf(token_type, expires_in)
    const item: TokenItem = {
      id: createTokenId(token_type),
      created_at: new Date(now()).toISOString(),
      token_type,
      ...rest,
    }
    const { assignments, journey_id, portal_id } = rest
    const iat = Math.floor(now() / 1000)
    const token = await (isPublicType(token_type) ? publicKeys : accessKeys).sign({
      sub: USER_ID,
      iat,
      exp: iat + lifetime,
      token_id: item.id,
      token_type,
      ...(assignments && { assignments }),
      ...(journey_id !== undefined && { journey_id }),
      ...(portal_id !== undefined && { portal_id }),
    })
    tokens.set(item.id, item)
    return { token, ...item }
  }

  const authorize = async (operation: OperationModel, request: Request): Promise<TokenItem | undefined> => {
    if (operation.security.length === 0) return undefined
    const item = await authenticate(request)
    item.last_used = new Date(now()).toISOString().slice(0, 10)
    if (isPublicType(item.token_type))
      throw new Refusal(
        403,
        `A token of type ${item.token_type} may not call ${operation.id}; use one of type api, assume or app.`,
      )
    return item
  }

  const authenticate = async (request: Request): Promise<TokenItem> => {
    const [, token] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (!token) throw unauthorized('The request has no bearer token in its Authorization header.')
    const tokenId = await verify(token)
    const item = tokens.get(tokenId)
    if (!item) throw unauthorized('The access token was revoked.')
    return item
  }

  const verify = async (token: string): Promise<string> => {
    try {
      const { kid } = decodeProtectedHeader(token)
      for (const { find, issuer } of [accessKeys, publicKeys]) {
        const key = await find(kid)
        if (!key) continue
        const currentDate = new Date(now())
        const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['RS256'], currentDate })
        return String(payload.token_id)
      }
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthorized('The access token is expired.')
    }
    throw unauthorized('The access token is not one that this API minted.')
  }

  const operations: Record<string, (call: Call<TokenItem | undefined>) => Response | Promise<Response>> = {
    createAccessToken: async ({ body, caller }) => {
      const parameters = body as TokenParameters
      const hasRoles = !isPublicType(parameters.token_type)
      const assignments = caller?.assignments ?? USER_ROLES
      return Response.json(await mint({ ...(hasRoles && { assignments }), ...parameters }), { status: 201 })
    },
    listAccessTokens: ({ parameters }) => {
      const types = parameters.query.token_type as TokenType[] | undefined
      const isWanted = ({ token_type }: TokenItem) =>
        types ? types.includes(token_type) : !isSystemType(token_type)
      return Response.json([...tokens.values()].filter(isWanted))
    },
    revokeAccessToken: ({ parameters }) => {
      const id = String(parameters.path.id)
      const item = tokens.get(id)
      if (!item) throw new Refusal(404, `There is no access token ${quote(id)}; it may have been revoked.`)
      tokens.delete(id)
      return Response.json(item)
    },
    getAccessTokenJwks: () => jwksResponse(accessKeys),
    getAccessTokenOIDC: () => configurationResponse(accessKeys),
    getPublicTokenJwks: () => jwksResponse(publicKeys),
    getPublicTokenOIDC: () => configurationResponse(publicKeys),
  }

  const handle = createService({
    model,
    authorize,
    // A body without a type is an api one, even where it would fit another variant.
    prepare: ({ id }, body) =>
      id === 'createAccessToken' && isObject(body) ? { token_type: 'api', ...body } : body,
    answer: (call) => {
      const operation = operations[call.operation.id]
      if (!operation) throw new Error(`The local API has no ${call.operation.id}.`)
      return operation(call)
    },
  })

  return { handle, mint }
}

const unauthorized = (message: string): Refusal => new Refusal(401, message, { 'www-authenticate': 'Bearer' })

const jwksResponse = async (keys: KeySet): Promise<Response> => Response.json(await keys.jwks())

const configurationResponse = ({ issuer }: KeySet): Response =>
  Response.json({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` })
