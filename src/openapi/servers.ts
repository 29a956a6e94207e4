import type { FlattenContext } from './context.js'
import { isObject, items, own, text } from './json.js'
import { pointer } from './pointer.js'

/** Base URL of a `servers` list: its first, with the variables' defaults; without a trailing slash. */
export function serverUrl(servers: unknown, at: string, context: FlattenContext): string | undefined {
  const [server] = items(servers)
  const url = isObject(server) ? text(server.url) : undefined
  if (!isObject(server) || url === undefined) return undefined
  const filled = url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = own(own(server.variables, name), 'default')
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    context.warn(pointer(at, 0, 'url'), `The server variable ${whole} has no default; it stays as it is.`)
    return whole
  })
  return filled.replace(/\/+$/, '') || undefined
}
