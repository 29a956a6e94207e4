// Generated from OpenAPI documents. Do not edit: generate again.
// Checksum: e6a85a7ff684f413e04e67e44c311d55342b787fd166cb7bb0d32c9a91496e1e
import { ApiError, authorize, bearerOnly, defineApi, isApiError as isAnyApiError } from '../../core/index.js'
import type { Api, ApiErrorGuard, ClientOptions } from '../../core/index.js'
import type { Client, ErrorBodies, Handle } from './client.gen.js'
import { operations } from './operations.gen.js'

/** The API, for `createSDK({ apis })`. */
export const api: Api<Client, Handle> = /* @__PURE__ */ defineApi<Client, Handle>({
  name: 'accessToken',
  server: 'https://access-token.sls.epilot.io',
  operations,
  authenticate: /* @__PURE__ */ bearerOnly('EpilotAuth'),
})

/** The default SDK's client of this API, built on first use. */
export const getClient = (): Client => api.connect()

/** A fresh client of this API. */
export const createClient = (options?: ClientOptions): Client => api.create(options)

/** Whether an error is a failed call; of this operation, with this status, if given. */
export const isApiError: ApiErrorGuard<ErrorBodies> = isAnyApiError as unknown as ApiErrorGuard<ErrorBodies>

export { ApiError, authorize }
export { openapi } from './document.gen.js'
export type { Client, ErrorBodies, Handle, OperationMethods, PathsDictionary } from './client.gen.js'
export type {
  AccessToken,
  AccessTokenId,
  AccessTokenName,
  AccessTokenType,
  AccessTokenJourneyId,
  PortalId,
  TokenParameters,
  ExpiresIn,
  AccessTokenParameters,
  JourneyTokenParameters,
  PortalTokenParameters,
  AssumeTokenParameters,
  AppTokenParameters,
  AccessTokenItem,
  RoleId,
  Assignments,
} from './schema.gen.js'
