import type { AxiosInterceptorManager, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Intercept } from './state.js'

/** Interceptors of an SDK, in axios's terms. */
export interface Interceptors {
  request: AxiosInterceptorManager<InternalAxiosRequestConfig>
  response: AxiosInterceptorManager<AxiosResponse>
}

type Handler = [
  fulfilled?: ((value: never) => never) | null,
  rejected?: ((error: unknown) => never) | null,
  options?: { runWhen?: ((config: InternalAxiosRequestConfig) => boolean) | null },
]

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
    // Without those that were ejected; in axios's order, which is the reverse for requests.
    let handlers = managers[kind].handlers.filter(Boolean)
    if (kind === 'request') {
      const config = value as InternalAxiosRequestConfig
      handlers = handlers.filter(([, , options]) => options?.runWhen?.(config) !== false).reverse()
    }
    let result = Promise.resolve(value)
    for (const [fulfilled, rejected] of handlers) {
      result = result.then(fulfilled as typeof undefined, rejected)
    }
    return result
  }
  return { interceptors: managers as unknown as Interceptors, intercept }
}
