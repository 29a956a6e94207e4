import type { OpenAPIDocument } from '../core/types.js'
import { entries, isObject, type JsonObject, text } from './json.js'
import { derivedId, methodName, NameRegistry } from './names.js'
import { pointer } from './pointer.js'
import { resolveRef } from './resolve.js'

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** A path item with what its `$ref` leads to; its own members come first. */
export function pathItem(document: OpenAPIDocument, value: unknown): JsonObject {
  const { $ref: _, ...own } = isObject(value) ? value : {}
  return { ...resolveRef(document, value), ...own }
}

export interface OperationNames {
  id: string
  name: string
  /** Why they aren't what they were to be. */
  notes: string[]
}

/**
 * Names of all operations, by JSON pointer. An id that the document gives goes to its operation and the method of
 * that name too, whatever else would be called the same: who calls it means that one.
 */
export function nameOperations(document: OpenAPIDocument): Map<string, OperationNames> {
  const found = entries(document.paths).flatMap(([path, value]) =>
    entries(pathItem(document, value)).flatMap(([method, operation]) => {
      if (!METHODS.includes(method) || !isObject(operation)) return []
      const id = text(operation.operationId)?.trim()
      return [{ at: pointer('/paths', path, method), name: id || derivedId(method, path), exact: !!id }]
    }),
  )
  const ids = new NameRegistry().claimAll(found)
  const methods = ids.map((id) => ({ name: methodName(id), exact: methodName(id) === id }))
  const names = new NameRegistry().claimAll(methods)
  return new Map(
    found.map(({ at, name: wanted }, index) => {
      const [id = wanted, name = wanted, method] = [ids[index], names[index], methods[index]?.name]
      const notes = [
        id === wanted ? '' : `The operation id "${wanted}" occurs twice; this one is called "${id}".`,
        name === method ? '' : `The method ${method} is that of another operation; "${id}" has ${name}.`,
      ]
      return [at, { id, name, notes: notes.filter(Boolean) }]
    }),
  )
}
