import type { AxiosInterceptorManager, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Intercept } from './state.js'

/** Interceptors of an SDK, in axios's terms. */
export interface Interceptors {
  request: AxiosInterceptorManager<InternalAxiosRequestConfig>
  response: AxiosInterceptorManager<AxiosResponse>
}

type Handler = [fulfilled?: ((value: never) => never) | null, rejected?: ((error: unknown) => never) | null]

const createManager = () => {
  const handlers: Handler[] = []
  return {
    handlers,
    use: (...handler: Handler) => handlers.push(handler) - 1,
    eject: (id: number) => {
      delete handlers[id]
    },
    clear: () => {
      handlers.length = 0
    },
  }
}

/** axios's interceptors without axios behind them, and what passes a value through them. */
export const createInterceptors = () => {
  const managers = { request: createManager(), response: createManager() }
  const intercept: Intercept = (kind, value) => {
    let result = Promise.resolve(value)
    // forEach passes over those that were ejected.
    managers[kind].handlers.forEach(([fulfilled, rejected]) => {
      result = result.then(fulfilled as typeof undefined, rejected)
    })
    return result
  }
  return { interceptors: managers as unknown as Interceptors, intercept }
}
