import type { ApiModel, OperationModel } from '../openapi/model.js'
import { quote, Refusal } from './refusal.js'

/** The operation of a request, and the path parameters in its URL, still encoded. */
export interface Match {
  operation: OperationModel
  path: Record<string, string>
  /** Query of the URL, without what belongs to the path. */
  search: string
}

interface Route {
  pattern: RegExp
  names: string[]
  /** Parts of the query that the path has. */
  pairs: string[]
  operation: OperationModel
}

/** Finds operations by method and path; concrete paths come before templated ones, as OpenAPI asks. */
export const createRouter = (
  model: ApiModel,
): ((method: string, url: Pick<URL, 'pathname' | 'search'>) => Match) => {
  const routes = model.operations
    .map(toRoute)
    .sort((a, b) => a.names.length - b.names.length || b.operation.path.length - a.operation.path.length)

  return (method, { pathname, search }) => {
    const parts = search.slice(1).split('&')
    const matching = routes.filter(
      ({ pattern, pairs }) => pattern.test(pathname) && pairs.every((pair) => parts.includes(pair)),
    )
    if (matching.length === 0) throw new Refusal(404, `There is nothing at ${quote(pathname)}.`)
    const find = (wanted: string) => matching.find(({ operation }) => operation.method === wanted)
    const route = find(method.toLowerCase()) ?? (method === 'HEAD' ? find('get') : undefined)
    if (!route) throw methodNotAllowed(method, matching)
    const values = route.pattern.exec(pathname)?.slice(1) ?? []
    const path = Object.fromEntries(route.names.map((name, i) => [name, values[i] ?? '']))
    return { operation: route.operation, path, search: searchWithout(route, parts) }
  }
}

/** A pair of the path that is a parameter too is left, once. */
const searchWithout = ({ pairs, operation }: Route, parts: string[]): string => {
  const others = parts.filter((part) => !pairs.includes(part))
  const nameOf = (part: string) => part.replace(/=.*/s, '')
  const declared = pairs.filter((pair) =>
    operation.parameters.some((one) => one.in === 'query' && (one.sentAs ?? one.name) === nameOf(pair)),
  )
  const missing = declared.filter((pair) => !others.some((part) => nameOf(part) === nameOf(pair)))
  return `?${[...missing, ...others].join('&')}`
}

const toRoute = (operation: OperationModel): Route => {
  const names: string[] = []
  // As a URL writes it, which never has a fragment.
  const sent = operation.path.replace(/#.*/s, '').replace(/[^!-~]|["<>`]/gu, encodeURIComponent)
  const [path = '', search = ''] = sent.split('?', 2)
  const source = path
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      const name = decodeURI(part.slice(1, -1))
      // What occurs twice has one value.
      if (names.includes(name)) return `(?:\\${names.indexOf(name) + 1})`
      names.push(name)
      return '([^/]+)'
    })
    .join('')
  return { pattern: new RegExp(`^${source}$`), names, pairs: search.split('&').filter(Boolean), operation }
}

const methodNotAllowed = (method: string, matching: Route[]): Refusal => {
  const methods = matching.map(({ operation }) => operation.method.toUpperCase())
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])]
    .sort()
    .join(', ')
  return new Refusal(405, `${method} is not allowed here; ${allow} are.`, { allow })
}
