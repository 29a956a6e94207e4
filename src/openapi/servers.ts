import type { FlattenContext } from './context.js'
import { isObject, items, type JsonObject, own, text } from './json.js'
import { pointer } from './pointer.js'

/** Base URL of a `servers` list: its first, with the variables' defaults; without a trailing slash. */
export function serverUrl(servers: unknown, at: string, context: FlattenContext): string | undefined {
  const [server] = items(servers)
  const url = isObject(server) ? text(server.url) : undefined
  if (!isObject(server) || url === undefined) return undefined
  const filled = filledUrl(server, (variable) =>
    context.warn(pointer(at, 0, 'url'), `The server variable ${variable} has no default; it stays as it is.`),
  )
  return filled.replace(/\/+$/, '') || undefined
}

/** URL of a server with the variables' defaults; one without stays as it is. */
export function filledUrl({ url, variables }: JsonObject, missing?: (variable: string) => void): string {
  return String(url).replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = own(own(variables, name), 'default')
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    missing?.(whole)
    return whole
  })
}
