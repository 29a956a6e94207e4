import { isObject, type JsonObject } from './json.js'
import { lookup } from './pointer.js'

/** The `$ref` of an object, if it has one. */
export function refOf(value: unknown): string | undefined {
  return isObject(value) && typeof value.$ref === 'string' ? value.$ref : undefined
}

/**
 * Follows an object's local `$ref`, and that of its target, to the object meant.
 *
 * @returns the object itself where it has no `$ref`; `undefined` where a `$ref` leads nowhere, into a
 * circle, out of the document, or to something that isn't an object.
 * @example resolveRef(document, { $ref: '#/components/schemas/Entity' })
 */
export function resolveRef(document: JsonObject, value: unknown): JsonObject | undefined {
  const seen = new Set<string>()
  let current = value
  for (let ref = refOf(current); ref !== undefined; ref = refOf(current)) {
    if (!ref.startsWith('#') || seen.has(ref)) return undefined
    seen.add(ref)
    current = lookup(document, ref)
  }
  return isObject(current) ? current : undefined
}
