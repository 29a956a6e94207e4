import type { OpenAPIDocument } from '../core/types.js'
import { resolveAnchors } from './anchors.js'
import { longChain } from './chains.js'
import { FlattenContext } from './context.js'
import { DocumentError } from './error.js'
import { defined, entries, isObject, items, type JsonObject, text } from './json.js'
import { checkLimits } from './limits.js'
import { flattenBody, flattenResponses } from './media.js'
import type { ApiModel, OperationModel, SecuritySchemeModel } from './model.js'
import { withoutRounded } from './numbers.js'
import { METHODS, nameOperations, type OperationNames, pathItem } from './operation-names.js'
import { flattenParameters } from './parameters.js'
import { pointer } from './pointer.js'
import { flattenSchemes, flattenSecurity } from './security.js'
import { serverUrl } from './servers.js'

/**
 * Flattens a bundled document to its operations.
 *
 * @throws {DocumentError} naming every problem, when the document can't be used.
 * @example flattenDocument(await loadDocument('openapi.json')).operations.map(({ id }) => id)
 */
export function flattenDocument(given: OpenAPIDocument): ApiModel {
  checkLimits(given)
  checkVersion(given)
  const { document, warnings } = withoutRounded(resolveAnchors(given))
  const context = new FlattenContext(document)
  context.warnings.push(...warnings)
  checkChains(context)
  const schemes = flattenSchemes(context)
  const security = flattenSecurity(document.security, '/security', { schemes, context })
  const operations = flattenPaths({ context, schemes, security })
  if (context.problems.length > 0) throw new DocumentError(context.problems)
  return defined<ApiModel>({
    document,
    operations,
    server: serverUrl(document.servers, '/servers', context),
    tags: flattenTags(document, operations),
    securitySchemes: schemes,
    security,
    warnings: context.warnings,
  })
}

function checkVersion(document: OpenAPIDocument): void {
  const fail = (at: string, message: string): never => {
    throw new DocumentError([{ pointer: at, message }])
  }
  if (!isObject(document)) fail('', 'An OpenAPI document is an object; this is something else.')
  if ('swagger' in document)
    fail('/swagger', 'Swagger 2 is not supported; convert the document to OpenAPI 3 first.')
  if (typeof document.openapi !== 'string' || !/^3\.[01](\.|$)/.test(document.openapi)) {
    const found = typeof document.openapi === 'number' ? 'a number' : JSON.stringify(document.openapi)
    fail('/openapi', `The version has to be 3.0 or 3.1, as a text such as "3.1.0"; not ${found ?? 'absent'}.`)
  }
  if (document.paths !== undefined && !isObject(document.paths)) fail('/paths', 'has to be an object.')
}

function checkChains(context: FlattenContext): void {
  const schema = longChain(context.document)
  if (schema !== undefined)
    context.refuse(schema, 'is made of more than 500 schemas, each part of the one before; that is too many.')
}

interface Surroundings {
  context: FlattenContext
  schemes: Record<string, SecuritySchemeModel>
  security: string[][]
}

function flattenPaths(surroundings: Surroundings): OperationModel[] {
  const { context } = surroundings
  const operations: OperationModel[] = []
  const names = nameOperations(context.document)
  for (const [path, value] of entries(context.document.paths)) {
    if (path.startsWith('x-')) continue
    const at = pointer('/paths', path)
    if (!path.startsWith('/')) {
      context.refuse(at, 'A path has to start with a slash.')
      continue
    }
    if (path.includes('{}')) context.refuse(at, 'A parameter of a path, {}, has no name.')
    if (!context.resolve(value, at)) continue
    const item = pathItem(context.document, value)
    for (const key of Object.keys(item).filter(isMiswritten))
      context.warn(pointer(at, key), `is no method: ${key.toLowerCase()} is. The operation is ignored.`)
    for (const method of Object.keys(item).filter((key) => METHODS.includes(key))) {
      const operation = item[method]
      const here = pointer(at, method)
      const name = names.get(here)
      if (!isObject(operation) || !name) context.warn(here, 'is not an object; the operation is ignored.')
      else
        operations.push(flattenOperation({ operation, item, method, path, at: here, ...name }, surroundings))
    }
  }
  return operations
}

function isMiswritten(key: string): boolean {
  return !METHODS.includes(key) && METHODS.includes(key.toLowerCase())
}

interface Source extends OperationNames {
  operation: JsonObject
  item: JsonObject
  method: string
  path: string
  at: string
}

function flattenOperation(source: Source, { context, schemes, security }: Surroundings): OperationModel {
  const { operation, item, method, path, at, id, name, notes } = source
  const itemAt = at.slice(0, at.lastIndexOf('/'))
  for (const note of notes) context.warn(at, note)
  return defined<OperationModel>({
    id,
    name,
    method,
    path,
    pointer: at,
    summary: text(operation.summary) ?? text(item.summary),
    description: text(operation.description) ?? text(item.description),
    tags: items(operation.tags).filter((tag) => typeof tag === 'string'),
    deprecated: operation.deprecated === true,
    parameters: flattenParameters(
      [
        { value: item.parameters, at: pointer(itemAt, 'parameters') },
        { value: operation.parameters, at: pointer(at, 'parameters') },
      ],
      path,
      context,
    ),
    requestBody: flattenBody(operation.requestBody, pointer(at, 'requestBody'), context),
    responses: flattenResponses(operation.responses, pointer(at, 'responses'), context),
    security: Array.isArray(operation.security)
      ? flattenSecurity(operation.security, pointer(at, 'security'), { schemes, context })
      : security,
    server:
      serverUrl(operation.servers, pointer(at, 'servers'), context) ??
      serverUrl(item.servers, pointer(itemAt, 'servers'), context),
  })
}

function flattenTags(document: OpenAPIDocument, operations: OperationModel[]): ApiModel['tags'] {
  const tags = new Map<string, ApiModel['tags'][number]>()
  for (const tag of items(document.tags)) {
    const name = isObject(tag) ? text(tag.name) : undefined
    if (isObject(tag) && name) tags.set(name, defined({ name, description: text(tag.description) }))
  }
  for (const name of operations.flatMap((operation) => operation.tags)) {
    if (!tags.has(name)) tags.set(name, { name })
  }
  return [...tags.values()]
}
