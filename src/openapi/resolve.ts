import { entries, isObject, type JsonObject, own } from './json.js'
import { lookup, pointer, pointerKeys } from './pointer.js'

/** The `$ref` of an object, if it has one. */
export function refOf(value: unknown): string | undefined {
  return isObject(value) && typeof value.$ref === 'string' ? value.$ref : undefined
}

/**
 * Follows an object's local `$ref`, and that of its target, to the object meant.
 *
 * @returns the object itself where it has no `$ref`, an object that means the same for a schema that is a boolean; `undefined` where a `$ref` leads nowhere, into a
 * circle, out of the document, or to something that isn't an object.
 * @example resolveRef(document, { $ref: '#/components/schemas/Entity' })
 */
export function resolveRef(document: JsonObject, value: unknown): JsonObject | undefined {
  const seen = new Set<string>()
  let current = value
  for (let ref = refOf(current); ref !== undefined; ref = refOf(current)) {
    if (!ref.startsWith('#') || seen.has(ref)) return undefined
    seen.add(ref)
    const target = lookup(document, ref)
    current = typeof target === 'boolean' ? (target ? {} : { not: {} }) : target
  }
  return isObject(current) ? current : undefined
}

/**
 * The values of a discriminator's member that stand for one of its alternatives: those that are mapped to it, else
 * its name. None where nothing tells, such as for an alternative without a name, or where a value is mapped to what
 * isn't here: it may stand for any alternative.
 */
export function discriminatorValues(document: JsonObject, discriminator: unknown, member: unknown): string[] {
  const schema = resolveRef(document, member)
  if (!schema) return []
  const mapping = entries(own(discriminator, 'mapping')).map(([value, target]) => ({
    value,
    schema: mappedSchema(document, String(target)),
  }))
  const mapped = mapping.filter((entry) => entry.schema === schema)
  if (mapped.length > 0) return mapped.map(({ value }) => value)
  if (mapping.some((entry) => entry.schema === undefined)) return []
  const name =
    /^#\/components\/schemas\/([^/]+)$/.exec(refOf(member) ?? '') && pointerKeys(refOf(member) ?? '').at(-1)
  return name ? [name] : []
}

/** A mapping gives a schema's name or a `$ref`. All is in one document: a file before the `#` can only be its own. */
function mappedSchema(document: JsonObject, target: string): JsonObject | undefined {
  const named = resolveRef(document, { $ref: pointer('#/components/schemas', target) })
  return named ?? resolveRef(document, { $ref: target.replace(/^[^#]*(?=#)/, '') })
}
