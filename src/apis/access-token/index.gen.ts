// Generated from OpenAPI documents. Do not edit: generate again.
// Checksum: f59b37aeb8129de71ea8b29ce757350589993216cdfe84d9e7af1011dd83e273
import { ApiError, authorize, bearer, defineApi, isApiError as isAnyApiError } from '../../core/index.js'
import type { Api, ApiErrorGuard, ClientOptions, OpenAPIDocument } from '../../core/index.js'
import type { Client, ErrorBodies, Handle } from './client.gen.js'
import { operations } from './operations.gen.js'

/** The API, for `createSDK({ apis })`. */
export const api: Api<Client, Handle> = /* @__PURE__ */ defineApi<Client, Handle>({
  name: 'accessToken',
  runtime: '0.1.0',
  server: 'https://access-token.sls.epilot.io',
  operations,
  security: [['EpilotAuth']],
  schemes: { EpilotAuth: bearer },
})

/** The default SDK's client of this API, built on first use. */
export const getClient = (): Client => api.connect()

/** A fresh client of this API. */
export const createClient = (options?: ClientOptions): Client => api.create(options)

/** Whether an error is a failed call; of this operation, with this status, if given. */
export const isApiError: ApiErrorGuard<ErrorBodies> = isAnyApiError as unknown as ApiErrorGuard<ErrorBodies>

/** The document that these files were generated from. */
export const openapi = (): Promise<OpenAPIDocument> => import('./openapi.gen.js').then((module) => module.document)

export { ApiError, authorize }
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
