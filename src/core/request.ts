import { checkHeaders } from './platform.js'
import { form, simple } from './serialize.js'
import type { Operation, OperationMethod, RequestConfig } from './types.js'

/** What axios is called with, from an operation and the arguments of its method. */
export const buildRequest = (
  id: string,
  { method, path, write, bodyRequired }: Operation,
  [given = null, data, config]: Parameters<OperationMethod>,
): RequestConfig => {
  const refuse = (name: string, value: unknown): never => {
    throw new TypeError(`${id}: ${name} can't be ${JSON.stringify(value)}`)
  }
  const values: Record<string, unknown> = {
    // Without a prototype, a parameter called `constructor` is absent until it is given.
    __proto__: null,
    ...(typeof given === 'object' ? given : { [`${path.match(/{(.+?)}/)?.[1]}`]: given }),
  }
  checkHeaders(config)
  if (bodyRequired && data == null) refuse('the body', data)
  const { path: segments, query: search = [], headers } = write?.(values, refuse) ?? {}
  const url = path.replace(/{(.+?)}/g, (_, name) => {
    const value = values[name]
    delete values[name]
    const text = segments?.[name] ?? (value == null ? value : simple(name, value))
    // A segment that is empty or dots names another resource.
    return text && !/^\.\.?$/.test(text) ? text : refuse(name, text)
  })
  for (const name in values) search.push(form(name, values[name]))
  const query = search.filter(Boolean).join('&')
  return {
    ...config,
    data: data ?? config?.data,
    method,
    url: url + (query && (url.includes('?') ? '&' : '?')) + query,
    headers: { ...headers, ...config?.headers },
    operationId: id,
  } as RequestConfig
}
