import axios, { type AxiosInstance } from 'axios'
import { type ParsedConfig, parseAnswer } from './answer.js'
import { ApiError, type CallConfig } from './error.js'
import { mergeHeaders } from './headers.js'
import { intercept } from './interceptors.js'
import { buildRequest } from './request.js'
import { type ClientState, registerClient, type SDKState, setCredential } from './state.js'
import { createTransport, sentSecrets } from './transport.js'
import type { ApiDefinition, ClientOptions, OperationMethod } from './types.js'

type Adapters = CallConfig['adapter']

/** The adapter that a wrapped one stands for: a config that is sent again is wrapped anew. */
const wrapped = /* @__PURE__ */ new WeakMap<object, Adapters>()

const isUnlisted = (id: string): boolean => /^(then|catch|finally|toJSON|constructor)$/.test(id)

/** A client: an axios instance with a method for each operation. */
export const createClient = (
  definition: ApiDefinition,
  sdk: SDKState,
  options: ClientOptions = {},
): AxiosInstance => {
  const { operations } = definition
  const own: ClientState = {
    headers: mergeHeaders({}, options.headers),
    retry: options.retry,
    timeout: options.timeout,
    methods: {},
  }
  if (options.token !== undefined) setCredential(own, options.token)
  const send = createTransport({ definition, sdk, own })
  const operationOf = (config?: CallConfig) => operations[config?.operationId ?? '']

  const client = axios.create({
    // XMLHttpRequest follows redirects, and takes headers along.
    adapter: ['http', 'fetch', 'xhr'],
    transformResponse: [
      function (this: ParsedConfig, data, headers, status = 0) {
        return parseAnswer(this, operationOf(this), { data, headers, status })
      },
    ],
  })
  // Their absence tells what the user sets from what axios does.
  delete client.defaults.timeout
  delete client.defaults.headers.common.Accept
  let baseURL: string | undefined
  Object.defineProperty(client.defaults, 'baseURL', {
    get: () =>
      baseURL ?? options.server ?? sdk.apis[definition.name]?.server ?? sdk.server ?? definition.server,
    set: (url) => {
      baseURL = url
    },
    enumerable: true,
  })

  const prepare = (config: CallConfig): CallConfig => {
    const operation = operationOf(config)
    if (operation?.contentType && config.data != null) {
      config.headers.setContentType(operation.contentType, false)
      if (config.headers.get('content-type') === operation.contentType)
        config.data = operation.serializeBody?.(config.data) ?? config.data
    }
    const adapter = wrapped.get(config.adapter as object) ?? config.adapter
    config.adapter = (sent) => send(sent, axios.getAdapter(adapter, sent))
    wrapped.set(config.adapter, adapter)
    return config
  }
  client.interceptors.request.use((config) => {
    const result = intercept(sdk.interceptors.request, config, true)
    return result instanceof Promise ? result.then(prepare) : prepare(result)
  })
  client.interceptors.response.use(
    (response) => intercept(sdk.interceptors.response, response),
    (error) =>
      intercept(
        sdk.interceptors.response,
        Promise.reject(
          axios.isAxiosError(error) && !(error instanceof ApiError)
            ? new ApiError(error, sentSecrets.get(error.config as object))
            : error,
        ),
      ),
  )

  const paths: Record<string, Record<string, OperationMethod>> = {}
  const description = () => ({ api: definition.name, operations: Object.keys(operations) })
  for (const [id, operation] of Object.entries(operations)) {
    const method: OperationMethod = async (...args) => client.request(buildRequest(id, operation, args))
    own.methods[id] = method
    paths[operation.path] = { ...paths[operation.path], [operation.method]: method }
    if (!(id in client) && !isUnlisted(id)) Object.assign(client, { [id]: method })
  }
  Object.assign(client, { paths })
  for (const name of ['toJSON', Symbol.for('nodejs.util.inspect.custom')]) {
    Object.defineProperty(client, name, { value: description })
  }
  registerClient(client, own)
  return client
}
