import { isObject, type JsonObject, own, put, text } from './json.js'
import { lookup, pointer } from './pointer.js'
import { refOf } from './resolve.js'
import { membersOf } from './shelter.js'

/** Base of what has no `$id`: nothing else can have this URL. */
const BASE = 'https://document.invalid/'

const KEYWORDS = ['$id', '$anchor', '$dynamicAnchor']

interface Place {
  at: string
  /** Keys are names, not keywords. */
  isMap: boolean
  /** URL of the schema around, by its `$id`. */
  base: string
  /** JSON pointer of that schema. */
  root: string
}

/** What the `$ref`s of a document can name besides JSON pointers, each by its URL. */
class Names {
  readonly schemas = new Map<string, string>()
  readonly anchors = new Map<string, string>()
  readonly refs: (Place & { holder: JsonObject; ref: string })[] = []

  collect(value: unknown, place: Place): void {
    if (typeof value !== 'object' || value === null) return
    const inner = isObject(value) && !place.isMap ? this.enter(value, place) : place
    for (const member of membersOf(value, place.isMap)) {
      if (member.isData) continue
      this.collect(member.value, { ...inner, at: pointer(place.at, member.key), isMap: member.isMap })
    }
  }

  /** The place that an object makes for its members. */
  private enter(holder: JsonObject, place: Place): Place {
    const id = text(holder.$id)
    const isNamed = id !== undefined && URL.canParse(id, place.base)
    const inner = isNamed ? { ...place, base: withoutHash(new URL(id, place.base)), root: place.at } : place
    if (isNamed) this.schemas.set(inner.base, place.at)
    for (const name of [text(holder.$anchor), text(holder.$dynamicAnchor)])
      if (name !== undefined) this.anchors.set(`${inner.base}#${name}`, place.at)
    const ref = refOf(holder)
    if (ref !== undefined) this.refs.push({ ...inner, holder, ref })
    return inner
  }

  /** JSON pointer of what a `$ref` names. */
  target(ref: string, base: string): string | undefined {
    if (!URL.canParse(ref, base)) return undefined
    const url = new URL(ref, base)
    const schema = this.schemas.get(withoutHash(url))
    const hash = decodeURI(url.hash)
    if (hash === '') return schema
    if (hash.startsWith('#/')) return schema === undefined ? undefined : schema + hash.slice(1)
    return this.anchors.get(withoutHash(url) + hash)
  }
}

function withoutHash(url: URL): string {
  return url.href.replace(/#.*/, '')
}

/**
 * A document or file whose `$ref`s to an `$anchor` or `$id` are JSON pointers instead; the same one where it has none.
 * https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */
export function resolveAnchors<D extends JsonObject>(document: D): D {
  if (!holdsNames(document)) return document
  const names = new Names()
  names.collect(document, { at: '', isMap: false, base: BASE, root: '' })
  const changed = new Map<unknown, string>()
  for (const { holder, ref, base, root } of names.refs) {
    const target = names.target(ref, base)
    // Many documents count from their root, whatever `$id` is around.
    const exists = target !== undefined && lookup(document, target) !== undefined
    if (exists && !(root === '' && ref.startsWith('#/'))) changed.set(holder, `#${encodeURI(target)}`)
  }
  return changed.size > 0 ? (withRefs(document, changed) as D) : document
}

function holdsNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return KEYWORDS.some((key) => text(own(value, key))) || Object.values(value).some(holdsNames)
}

/** A copy with other `$ref`s in some objects. */
function withRefs(value: unknown, refs: Map<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((member) => withRefs(member, refs))
  if (!isObject(value)) return value
  const copy = {}
  for (const [key, member] of Object.entries(value)) put(copy, key, withRefs(member, refs))
  const ref = refs.get(value)
  if (ref !== undefined) put(copy, '$ref', ref)
  return copy
}
