import type { ApiModel, OperationModel } from '../openapi/model.js'
import { quote, Refusal } from './refusal.js'

/** The operation of a request, and the path parameters in its URL, still encoded. */
export interface Match {
  operation: OperationModel
  path: Record<string, string>
}

interface Route {
  pattern: RegExp
  names: string[]
  operation: OperationModel
}

/** Finds operations by method and path; concrete paths come before templated ones, as OpenAPI asks. */
export const createRouter = (model: ApiModel): ((method: string, pathname: string) => Match) => {
  const routes = model.operations
    .map(toRoute)
    .sort((a, b) => a.names.length - b.names.length || b.operation.path.length - a.operation.path.length)

  return (method, pathname) => {
    const matching = routes.filter((route) => route.pattern.test(pathname))
    if (matching.length === 0) throw new Refusal(404, `There is nothing at ${quote(pathname)}.`)
    const wanted = method === 'HEAD' ? ['head', 'get'] : [method.toLowerCase()]
    const route = matching.find(({ operation }) => wanted.includes(operation.method))
    if (!route) throw methodNotAllowed(method, matching)
    const values = route.pattern.exec(pathname)?.slice(1) ?? []
    const path = Object.fromEntries(route.names.map((name, i) => [name, values[i] ?? '']))
    return { operation: route.operation, path }
  }
}

const toRoute = (operation: OperationModel): Route => {
  const names: string[] = []
  const source = operation.path
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      names.push(part.slice(1, -1))
      return '([^/]+)'
    })
    .join('')
  return { pattern: new RegExp(`^${source}$`), names, operation }
}

const methodNotAllowed = (method: string, matching: Route[]): Refusal => {
  const methods = matching.map(({ operation }) => operation.method.toUpperCase())
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])]
    .sort()
    .join(', ')
  return new Refusal(405, `${method} is not allowed here; ${allow} are.`, { allow })
}
