import type { AxiosInstance } from 'axios'
import { createClient } from './client.js'
import { defaultState, type SDKState } from './state.js'
import type { Api, ApiDefinition, ClientOptions } from './types.js'
import { RUNTIME_VERSION } from './version.js'

/**
 * Makes the clients of a generated API.
 *
 * @throws Error when the definition was generated for a later version of this package.
 */
export const defineApi = <C extends AxiosInstance, H>(definition: ApiDefinition): Api<C, H> => {
  const { name, runtime = RUNTIME_VERSION } = definition
  if (runtime.localeCompare(RUNTIME_VERSION, 'en', { numeric: true }) > 0) {
    throw new Error(
      `${name} needs @epilot/sdk ${runtime}, this is ${RUNTIME_VERSION}. Run: npm i @epilot/sdk@^${runtime}`,
    )
  }
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
