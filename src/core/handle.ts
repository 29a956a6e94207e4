import type { AxiosInstance } from 'axios'
import { nearest } from './nearest.js'
import type { SDKState } from './state.js'
import type { ApiModule, ClientOptions, OperationMethod } from './types.js'

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
  const target: Record<string, unknown> = {
    getClient: () => load(),
    createClient: async (options?: ClientOptions) => (await loadModule(source)).api.create(options, state),
  }
  const load = (): Promise<AxiosInstance> => {
    loading ??= loadModule(source).then(({ api }) => {
      const client = api.connect(state) as Client
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
      throw new TypeError(`${name} has no operation ${id}. Did you mean ${nearest(id, Object.keys(target))}?`)
    }
  return new Proxy(target, {
    get: (_, id, receiver) =>
      typeof id === 'symbol' || id in target || /^(then|catch|finally|toJSON)$/.test(id)
        ? Reflect.get(target, id, receiver)
        : call(id),
  })
}
