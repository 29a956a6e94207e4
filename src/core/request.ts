import { assertHeader } from './headers.js'
import { form, simple } from './serialize.js'
import type { Operation, OperationMethod, RequestConfig } from './types.js'

const PATH_NAME = /\{([^{}]+)\}/g

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

/** What axios is called with, from an operation and the arguments of its method. */
export const buildRequest = (
  id: string,
  operation: Operation,
  [given, data, config]: Parameters<OperationMethod>,
): RequestConfig & { operationId: string } => {
  const { method, path, parameters = [], required = [] } = operation
  const fail = (problem: string): never => {
    throw new TypeError(`${id}: ${problem}. Nothing was sent.`)
  }
  const pathNames = Array.from(path.matchAll(PATH_NAME), ([, name]) => name as string)
  // Without a prototype, so that a parameter called `constructor` is absent until it is given.
  const values: Record<string, unknown> = {
    __proto__: null,
    ...(typeof given === 'object'
      ? given
      : given !== undefined && { [pathNames[0] ?? required[0] ?? '']: given }),
  }
  for (const name of required) if (isAbsent(values[name])) fail(`parameter "${name}" is missing`)
  if (operation.bodyRequired && isAbsent(data ?? config?.data)) fail('its body is missing')

  const query: (string | undefined)[] = []
  const headers: Record<string, unknown> = {}
  const cookies: string[] = []
  for (const { name, in: place, serialize = place === 'header' ? simple : form } of parameters) {
    const value = values[name]
    if (isAbsent(value) || place === 'path') continue
    if (place === 'query') query.push(serialize(name, value))
    else {
      const text = serialize(name, value, String)
      assertHeader(name, text ?? '')
      if (place === 'header') headers[name] = text
      else cookies.push(`${serialize(name, value)}`.replaceAll('&', '; '))
    }
  }
  if (cookies.length) headers.Cookie = cookies.join('; ')
  const known = new Set([...pathNames, ...parameters.map(({ name }) => name)])
  for (const [name, value] of Object.entries(values)) if (!known.has(name)) query.push(form(name, value))

  const written = path.replace(PATH_NAME, (_, name) => {
    const style = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)
    const text = isAbsent(values[name]) ? undefined : (style?.serialize ?? simple)(name, values[name])
    // A segment that is empty or dots names another resource.
    if (!text || /^\.\.?$/.test(text))
      fail(`path parameter "${name}" is ${text ? `"${text}"` : 'missing or empty'}`)
    return text as string
  })
  const search = query.filter((part) => part).join('&')
  return {
    ...config,
    method,
    url: search ? `${written}${path.includes('?') ? '&' : '?'}${search}` : written,
    headers: { ...headers, ...config?.headers },
    ...(isAbsent(data) ? {} : { data }),
    operationId: id,
  } as RequestConfig & { operationId: string }
}
