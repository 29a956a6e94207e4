import type { AxiosInterceptorManager, AxiosInterceptorOptions, InternalAxiosRequestConfig } from 'axios'

interface Handler<V> {
  fulfilled?: ((value: V) => V | Promise<V>) | null
  rejected?: ((error: unknown) => V | Promise<V>) | null
  options?: AxiosInterceptorOptions
}

interface Handled<V> {
  handlers: (Handler<V> | undefined)[]
}

/** axios's interceptor manager without axios behind it. */
export const createInterceptors = <V>(): AxiosInterceptorManager<V> => {
  const handlers: Handled<V>['handlers'] = []
  const manager = {
    handlers,
    use: (
      fulfilled?: Handler<V>['fulfilled'],
      rejected?: Handler<V>['rejected'],
      options: AxiosInterceptorOptions = {},
    ) => handlers.push({ fulfilled: fulfilled ?? null, rejected: rejected ?? null, options }) - 1,
    eject: (id: number) => {
      handlers[id] = undefined
    },
    clear: () => {
      handlers.length = 0
    },
  }
  return manager as unknown as AxiosInterceptorManager<V>
}

/** Passes a value through the interceptors in axios's order: the last one added first for requests. */
export const intercept = <V>(
  manager: AxiosInterceptorManager<V>,
  value: V | Promise<V>,
  isRequest = false,
): V | Promise<V> => {
  const handlers = (manager as unknown as Handled<V>).handlers.filter((handler) => handler !== undefined)
  if (isRequest) handlers.reverse()
  return handlers.reduce<V | Promise<V>>((promise, { fulfilled, rejected, options }) => {
    const runs = (result: V) =>
      fulfilled && options?.runWhen?.(result as InternalAxiosRequestConfig) !== false
        ? fulfilled(result)
        : result
    return Promise.resolve(promise).then(runs, rejected)
  }, value)
}
