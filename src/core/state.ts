import type { AxiosInstance, AxiosInterceptorManager, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { createInterceptors } from './interceptors.js'
import type { Credential, HeaderValues, OperationMethod, RetryOptions, TokenProvider } from './types.js'

/** What is set for one API of an SDK. */
export interface Access {
  token?: TokenProvider
  credentials?: Record<string, Credential>
  server?: string
}

/** What an SDK's clients read on every request, so that a change reaches clients that exist already. */
export interface SDKState extends Access {
  headers: HeaderValues
  retry?: RetryOptions | false | undefined
  timeout?: number | undefined
  largeResponse: boolean
  /** By the API's name on the facade. */
  apis: Record<string, Access>
  interceptors: {
    request: AxiosInterceptorManager<InternalAxiosRequestConfig>
    response: AxiosInterceptorManager<AxiosResponse>
  }
}

export const createState = (): SDKState => ({
  headers: {},
  largeResponse: true,
  apis: {},
  interceptors: { request: createInterceptors(), response: createInterceptors() },
})

/** The state of `epilot` and of the clients that `getClient()` gives. */
export const defaultState: SDKState = /* @__PURE__ */ createState()

/** What belongs to one client alone. */
export interface ClientState extends Access {
  headers: HeaderValues
  retry: RetryOptions | false | undefined
  timeout: number | undefined
  methods: Record<string, OperationMethod>
}

// A WeakMap keeps tokens where neither console.log nor JSON.stringify of a client reaches.
const clients = /* @__PURE__ */ new WeakMap<object, ClientState>()

export const registerClient = (client: AxiosInstance, state: ClientState): void => {
  clients.set(client, state)
}

export const clientState = (client: AxiosInstance): ClientState => {
  const state = clients.get(client)
  if (!state) throw new TypeError('This client was not made by this copy of @epilot/sdk')
  return state
}

/** Sets a token, or credentials by scheme name. */
export const setCredential = (access: Access, value: TokenProvider | Record<string, Credential>): void => {
  if (!value)
    throw new TypeError(
      `authorize() takes a token or a function that gives one, not ${value === '' ? "''" : value}`,
    )
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
  setCredential(clientState(client), token)
  return client
}
