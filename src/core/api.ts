import type { AxiosInstance } from 'axios'
import { createClient } from './client.js'
import { defaultState, type SDKState } from './state.js'
import type { Api, ApiDefinition, ClientOptions } from './types.js'

/** Makes the clients of an API. */
export const defineApi = <C extends AxiosInstance, H>(definition: ApiDefinition): Api<C, H> => {
  const clients = new WeakMap<SDKState, C>()
  const create = (options?: ClientOptions, state = defaultState) =>
    createClient(definition, state, options) as C
  return {
    definition,
    create,
    connect(state = defaultState) {
      const client = clients.get(state) ?? create(undefined, state)
      clients.set(state, client)
      return client
    },
  }
}
