// Generated from OpenAPI documents. Do not edit: generate again.
// Checksum: 7ab95d0b83a2479e19f12729337b0c7f7491b9918ab679377131aa1da1fe861a
import { ApiError, authorize, bearerOnly, defineApi, isApiError as isAnyApiError } from '../../core/index.js'
import type { Api, ApiErrorGuard, ClientOptions } from '../../core/index.js'
import type { Client, ErrorBodies, OperationMethods } from './client.gen.js'
import { operations } from './operations.gen.js'

/** The API on an SDK: loaded with the first call. */
export interface Handle extends OperationMethods {
  /** The SDK's client, built on first use. */
  getClient(): Promise<Client>
  /** A fresh client. */
  createClient(options?: ClientOptions): Promise<Client>
}

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
export type {
  Api,
  ApiErrorGuard,
  AxiosDefaults,
  AxiosHeaderValue,
  AxiosInstance,
  AxiosInterceptorManager,
  AxiosRequestConfig,
  AxiosResponse,
  AxiosResponseDefault,
  AxiosResponseHeaders,
  ClientOptions,
  CreateAxiosDefaults,
  HeadersDefaults,
  InternalAxiosRequestConfig,
  OpenAPIDocument,
  RawAxiosHeaders,
  RawAxiosResponse,
  RequestConfig,
} from '../../core/index.js'
export type { Client, ErrorBodies, OperationMethods, PathsDictionary } from './client.gen.js'
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
