import { type ApiSource, createHandle, loadModule } from './handle.js'

export type { ApiSource } from './handle.js'

import { mergeHeaders } from './headers.js'
import { createInterceptors, type Interceptors } from './interceptors.js'
import { nearest } from './nearest.js'
import { type Access, type SDKState, setCredential } from './state.js'
import type {
  ClientOptions,
  Credential,
  HeaderValues,
  OpenAPIDocument,
  RetryOptions,
  TokenProvider,
} from './types.js'

/** What every SDK has beside its APIs. Each setter takes effect for clients that exist already. */
export interface SDKMethods {
  /**
   * Sets the token of all APIs of epilot and of the servers set with `server()`, or of one API.
   *
   * @param token A token, a function that gives one (called per request, one call in flight at a time), or credentials by scheme name.
   * @param api Name of the one API that gets it.
   * @throws TypeError when there is no token, or no such API.
   * @example
   * epilot.authorize(() => readToken())
   */
  authorize(token: TokenProvider | Record<string, Credential>, api?: string): this
  /**
   * Merges headers into those of every call; `undefined` removes one.
   *
   * @throws TypeError when a header can't carry its value.
   * @example
   * epilot.headers({ 'x-epilot-org-id': '123' })
   */
  headers(headers: HeaderValues): this
  /**
   * Sets the base URL of all APIs, or of one.
   *
   * @example
   * epilot.server('http://127.0.0.1:4010')
   */
  server(url: string, api?: string): this
  /**
   * Sets how failed calls are repeated; `false` turns repeats off.
   *
   * @example
   * epilot.retry({ maxRetries: 5, onRetry: ({ attempt, delay }) => console.warn(attempt, delay) })
   */
  retry(options: RetryOptions | false): this
  /**
   * Sets whether answers over the gateway's limit are asked for and fetched. @default enabled
   */
  largeResponse(options: { enabled: boolean }): this
  /** axios interceptors of every client; each runs once per call, whatever is repeated. */
  readonly interceptors: Interceptors
  /**
   * The document that an API was generated from.
   *
   * @throws TypeError when there is no such API.
   * @example
   * const document = await epilot.openapi('accessToken')
   */
  openapi(api: string): Promise<OpenAPIDocument>
}

/** What `createSDK()` takes. */
export interface SDKOptions<A = unknown> extends ClientOptions {
  /** APIs beside the shipped ones: their generated modules, or functions that load them. */
  apis?: A
}

export type ApiSources = Record<string, ApiSource>

/** A generated module by its handle's type: inferred where an SDK is made, so that its users pay nothing for it. */
export interface ModuleOf<H> {
  readonly api: { readonly handle?: H }
}

/** The sources of APIs whose handles have these types. */
export type SourcesOf<H> = {
  readonly [Name in keyof H]: ModuleOf<H[Name]> | (() => Promise<ModuleOf<H[Name]>>)
}

/** An SDK over a registry of APIs. */
export const buildSDK = (apis: ApiSources, options: ClientOptions = {}, state: SDKState = {}): SDKMethods => {
  const names = Object.keys(apis)
  const known = (api: string): string => {
    if (names.includes(api)) return api
    throw new TypeError(`There is no API ${api}. Did you mean ${nearest(api, names)}?`)
  }
  const access = (api?: string): Access => {
    if (api === undefined) return state
    state.apis ??= {}
    state.apis[known(api)] ??= {}
    return state.apis[api] as Access
  }
  const { interceptors, intercept } = createInterceptors()
  state.intercept = intercept
  const sdk: SDKMethods = {
    authorize(token, api) {
      setCredential(access(api), token)
      return sdk
    },
    headers(headers) {
      state.headers = mergeHeaders({ ...state.headers }, headers)
      return sdk
    },
    server(url, api) {
      access(api).server = url
      return sdk
    },
    retry(retry) {
      state.retry = retry && { ...state.retry, ...retry }
      return sdk
    },
    largeResponse({ enabled }) {
      state.largeResponse = enabled
      return sdk
    },
    interceptors,
    openapi: async (api) => (await loadModule(apis[known(api)] as ApiSource)).openapi(),
  }
  const { token, headers, server, retry, timeout } = options
  if (token !== undefined) sdk.authorize(token)
  if (headers) sdk.headers(headers)
  if (server !== undefined) sdk.server(server)
  if (retry !== undefined) sdk.retry(retry)
  state.timeout = timeout
  for (const name of names) {
    if (name in sdk) throw new TypeError(`An API can't be called ${name}: the SDK has a member of that name`)
    Object.assign(sdk, { [name]: createHandle(name, apis[name] as ApiSource, state) })
  }
  return sdk
}
