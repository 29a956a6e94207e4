import type { AxiosInstance } from 'axios'
import type { ClientOptions, Credential, HeaderValues, RetryOptions, TokenProvider } from './types.js'

/** What is set for one API of an SDK. */
export interface Access {
  token?: TokenProvider
  /** By the names of the document's security schemes. */
  credentials?: Record<string, Credential>
  server?: string
}

export type Intercept = <V>(kind: 'request' | 'response', value: V | Promise<V>) => Promise<V>

/** What an SDK's clients read on every request, so that a change reaches clients that exist already. */
export interface SDKState extends Access {
  headers?: HeaderValues
  retry?: RetryOptions | false | undefined
  timeout?: number | undefined
  /** @default true */
  largeResponse?: boolean
  /** By the API's name on the facade. */
  apis?: Record<string, Access>
  /** Passes requests and answers through the SDK's interceptors, where there is an SDK and not only a client. */
  intercept?: Intercept
}

/** What belongs to one client alone. */
export interface ClientState extends Access, Pick<ClientOptions, 'headers' | 'retry' | 'timeout'> {}

/** The state of `epilot` and of the clients that `getClient()` gives. */
export const defaultState: SDKState = {}

/** A WeakMap keeps tokens where neither console.log nor JSON.stringify of a client reaches. */
export const clientStates = /* @__PURE__ */ new WeakMap<object, ClientState>()

/** Sets a token, or credentials by scheme name. */
export const setCredential = (
  access: Access | undefined,
  value: TokenProvider | Record<string, Credential>,
): void => {
  if (!access || !value) {
    throw new TypeError(`authorize() got no ${access ? 'token' : 'client of @epilot/sdk'}`)
  }
  if (typeof value === 'object') access.credentials = { ...access.credentials, ...value }
  else access.token = value
}

/**
 * Gives a client a token of its own. It wins over the SDK's, whichever was set first.
 *
 * @param client A client made by `getClient()` or `createClient()`.
 * @param token A token, a function that gives one (called per request, one call in flight at a time), or
 *   credentials by the name of their security scheme.
 * @returns The same client.
 * @throws TypeError when there is no token, or the client isn't one of this package.
 *
 * @example
 * authorize(getClient(), () => readToken())
 */
export const authorize = <C extends AxiosInstance>(
  client: C,
  token: TokenProvider | Record<string, Credential>,
): C => {
  setCredential(clientStates.get(client), token)
  return client
}
