import axios, { type AxiosInstance } from 'axios'
import { answerParser } from './answer.js'
import { ApiError } from './error.js'
import { checkHeaders, inspectAs } from './platform.js'
import { buildRequest } from './request.js'
import { type ClientState, clientStates, type SDKState, setCredential } from './state.js'
import { createTransport, sentRequests } from './transport.js'
import type { ApiDefinition, ClientOptions, OperationMethod } from './types.js'

/** A client: an axios instance with a method for each operation. */
export const createClient = (
  definition: ApiDefinition,
  sdk: SDKState,
  options?: ClientOptions,
): AxiosInstance => {
  const { operations } = definition
  const own: ClientState = { ...options }
  if (own.token !== undefined) setCredential(own, own.token)
  checkHeaders(own)
  const prepare = createTransport({ definition, sdk, own })
  const intercept = <V>(kind: 'request' | 'response', value: V | Promise<V>) =>
    sdk.intercept?.(kind, value) ?? value

  const client = axios.create({
    // Not XMLHttpRequest: it follows redirects, and takes headers along.
    adapter: ['http', 'fetch'],
    transformResponse: [answerParser(operations)],
    // What an application sets for all of axios isn't meant for this API, and what is unset here is ours to set.
    baseURL: '',
    ...({ auth: null, params: null, timeout: null } as object),
  }) as AxiosInstance & Record<string, unknown>
  client.defaults.headers.common = {} as typeof client.defaults.headers.common

  client.interceptors.request.use(async (config) => prepare(await intercept('request', config)))
  client.interceptors.response.use(
    (response) => intercept('response', response),
    (error) =>
      intercept(
        'response',
        Promise.reject(
          error?.isAxiosError && !(error instanceof ApiError)
            ? new ApiError(error, sentRequests.get(error.config))
            : error,
        ),
      ),
  )

  const paths: Record<string, Record<string, OperationMethod>> = {}
  for (const [id, operation] of Object.entries(operations)) {
    const call: OperationMethod = async (...args) => client.request(buildRequest(id, operation, args))
    paths[operation.path] = { ...paths[operation.path], [operation.method]: call }
    if (!(id in client || id in Promise.prototype || id === 'toJSON')) client[id] = call
  }
  client.paths = paths
  inspectAs(client, definition)
  clientStates.set(client, own)
  return client
}
