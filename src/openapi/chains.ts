import { entries, items, type JsonObject, own } from './json.js'
import { lookup, pointer } from './pointer.js'
import { refOf } from './resolve.js'

/** Schemas that may be part of one another in a row. */
const MAX_CHAIN = 500

const COMPOSITIONS = ['allOf', 'anyOf', 'oneOf']

/**
 * JSON pointer of a schema of a document that is made of another, that of another, and so on, too often for a compiler or a
 * validator to follow: with `$ref`, `allOf`, `anyOf` or `oneOf` alone, no member or item between.
 */
export function longChain(document: JsonObject): string | undefined {
  const lengths = new Map<string, number>()
  for (const [name] of entries(own(document.components, 'schemas'))) {
    const pending = [`#${pointer('/components/schemas', name)}`]
    for (let ref = pending.at(-1); ref !== undefined; ref = pending.at(-1)) {
      const refs = partsOf(lookup(document, ref))
      const open = lengths.has(ref) ? [] : refs.filter((one) => !lengths.has(one))
      // A circle ends where it begins: what is open counts for nothing.
      if (!lengths.has(ref)) lengths.set(ref, 0)
      pending.push(...open)
      if (open.length > 0) continue
      pending.pop()
      const length = 1 + Math.max(0, ...refs.map((one) => lengths.get(one) ?? 0))
      if (length > MAX_CHAIN) return ref.slice(1)
      lengths.set(ref, length)
    }
  }
  return undefined
}

/** The `$ref`s that a schema is made of. */
function partsOf(schema: unknown): string[] {
  const ref = refOf(schema)
  if (ref !== undefined) return [ref]
  return COMPOSITIONS.flatMap((key) => items(own(schema, key)).flatMap(partsOf))
}
