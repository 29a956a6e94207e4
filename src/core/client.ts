import axios, { type AxiosInstance } from 'axios'
import { answerParser } from './answer.js'
import { ApiError, type CallConfig } from './error.js'
import { buildRequest } from './request.js'
import { type ClientState, clientStates, type SDKState, setCredential } from './state.js'
import { createTransport, sentRequests } from './transport.js'
import type { ApiDefinition, ClientOptions, Operation, OperationMethod } from './types.js'

/** An adapter that sends through ours. A config that is sent again is wrapped anew. */
interface Wrapped {
  inner?: CallConfig['adapter']
}

/** A client: an axios instance with a method for each operation. */
export const createClient = (
  definition: ApiDefinition,
  sdk: SDKState,
  options: ClientOptions = {},
): AxiosInstance => {
  const { name, operations, server } = definition
  const own: ClientState = { ...options, methods: {} }
  if (own.token !== undefined) setCredential(own, own.token)
  const send = createTransport({ definition, sdk, own })

  const client = axios.create({
    // XMLHttpRequest follows redirects, and takes headers along.
    adapter: ['http', 'fetch', 'xhr'],
    transformResponse: [answerParser(operations)],
  })
  const { defaults, interceptors } = client
  // Their absence tells what the user sets from what axios does.
  delete defaults.timeout
  delete defaults.headers.common.Accept

  const prepare = (config: CallConfig): CallConfig => {
    const operation: Partial<Operation> = operations[config.operationId ?? ''] ?? {}
    const { contentType, prepare = [] } = operation
    const baseURL = own.server ?? sdk.apis[name]?.server ?? sdk.server ?? operation.server ?? server
    if (baseURL) config.baseURL ??= baseURL
    if (contentType && config.data != null) config.headers.setContentType(contentType, false)
    for (const change of prepare) change(config)
    const { inner = config.adapter } = config.adapter as Wrapped
    config.adapter = Object.assign((sent: CallConfig) => send(sent, axios.getAdapter(inner, sent)), { inner })
    return config
  }
  interceptors.request.use(async (config) => prepare(await (sdk.intercept?.('request', config) ?? config)))
  interceptors.response.use(
    (response) => sdk.intercept?.('response', response) ?? response,
    (error) => {
      const isShaped = !axios.isAxiosError(error) || error instanceof ApiError
      const failure = Promise.reject(
        isShaped ? error : new ApiError(error, sentRequests.get(error.config as object)),
      )
      return sdk.intercept?.('response', failure) ?? failure
    },
  )

  const paths: Record<string, Record<string, OperationMethod>> = {}
  for (const [id, operation] of Object.entries(operations)) {
    const method: OperationMethod = async (...args) => client.request(buildRequest(id, operation, args))
    own.methods[id] = method
    paths[operation.path] = { ...paths[operation.path], [operation.method]: method }
    if (!(id in client) && !/^(then|catch|finally|toJSON)$/.test(id)) Object.assign(client, { [id]: method })
  }
  Object.assign(client, { paths })
  Object.defineProperty(client, Symbol.for('nodejs.util.inspect.custom'), { value: () => `[${name} client]` })
  clientStates.set(client, own)
  return client
}
