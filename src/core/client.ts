import axios, { type AxiosInstance } from 'axios'
import { answerParser } from './answer.js'
import { ApiError, type CallConfig } from './error.js'
import { buildRequest } from './request.js'
import { type ClientState, clientStates, type Intercept, type SDKState, setCredential } from './state.js'
import { createTransport, sentSecrets } from './transport.js'
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
  const { token, ...rest } = options
  const own: ClientState = { ...rest, methods: {} }
  if (token !== undefined) setCredential(own, token)
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
  let baseURL: string | undefined
  Object.defineProperty(defaults, 'baseURL', {
    get: () => baseURL ?? own.server ?? sdk.apis[name]?.server ?? sdk.server ?? server,
    set: (url) => {
      baseURL = url
    },
    enumerable: true,
  })

  const prepare = (config: CallConfig): CallConfig => {
    const { contentType, prepare = [] } = operations[config.operationId ?? ''] ?? ({} as Partial<Operation>)
    if (contentType && config.data != null) config.headers.setContentType(contentType, false)
    for (const change of prepare) change(config, definition)
    const { inner = config.adapter } = config.adapter as Wrapped
    config.adapter = Object.assign((sent: CallConfig) => send(sent, axios.getAdapter(inner, sent)), { inner })
    return config
  }
  const intercept: Intercept = (kind, value) => sdk.intercept?.(kind, value) ?? value
  interceptors.request.use(async (config) => prepare(await intercept('request', Promise.resolve(config))))
  interceptors.response.use(
    (response) => intercept('response', Promise.resolve(response)),
    (error) => {
      const isShaped = !axios.isAxiosError(error) || error instanceof ApiError
      const shaped = isShaped ? error : new ApiError(error, sentSecrets.get(error.config as object)?.())
      return intercept('response', Promise.reject(shaped))
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
