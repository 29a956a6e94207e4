import type { AxiosInstance } from 'axios'
import { nearest } from './nearest.js'
import type { SDKState } from './state.js'
import type { Api, ApiModule, ClientOptions, OperationMethod } from './types.js'

/** An API as it is registered: the module generated for it, or a function that loads that. */
export type ApiSource<M extends ApiModule = ApiModule> = M | (() => Promise<M>)

export const loadModule = async (source: ApiSource): Promise<ApiModule> =>
  typeof source === 'function' ? source() : source

type Client = AxiosInstance & { paths: Record<string, Record<string, OperationMethod>> }

/**
 * What an SDK has in an API's place: its operations, loaded with the first call.
 *
 * The proxy answers for names that it doesn't know yet; `in`, `Object.keys` and inspectors see its target.
 */
export const createHandle = (name: string, source: ApiSource, state: SDKState): object => {
  let loading: Promise<AxiosInstance> | undefined
  let renamed: SDKState | undefined
  /** The SDK's state. An API that is registered by another name than its own is set by that name. */
  const stateFor = ({ definition }: Api): SDKState => {
    if (definition.name === name) return state
    renamed ??= Object.create(state, {
      apis: { get: () => ({ [definition.name]: state.apis?.[name] }) },
    }) as SDKState
    return renamed
  }
  const target: Record<string, unknown> = {
    getClient: () => load(),
    createClient: async (options?: ClientOptions) => {
      const { api } = await loadModule(source)
      return api.create(options, stateFor(api))
    },
  }
  const load = (): Promise<AxiosInstance> => {
    loading ??= loadModule(source).then(({ api }) => {
      const client = api.connect(stateFor(api)) as Client
      for (const [id, { path, method }] of Object.entries(api.definition.operations)) {
        if (!Object.hasOwn(target, id)) target[id] = client.paths[path]?.[method]
      }
      return client
    })
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
  const call =
    (id: string) =>
    async (...args: Parameters<OperationMethod>) => {
      await load()
      const method = target[id] as OperationMethod | undefined
      if (method) return method(...args)
      const { api } = await loadModule(source)
      const ids = Object.keys(api.definition.operations)
      throw new TypeError(`${name} has no operation ${id}. Did you mean ${nearest(id, ids)}?`)
    }
  return new Proxy(target, {
    get: (_, id, receiver) =>
      typeof id === 'symbol' || id in target || /^(then|catch|finally|toJSON)$/.test(id)
        ? Reflect.get(target, id, receiver)
        : call(id),
  })
}
