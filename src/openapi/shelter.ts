import { isObject, items, type JsonObject, own } from './json.js'
import { pointer, pointerKeys } from './pointer.js'
import { refOf } from './resolve.js'

// A bundler takes every member called `$ref` for a reference and no other text for one. What it would get wrong is
// put into a form that it leaves alone, and taken out of it afterwards.

/** Objects whose keys are names, not keywords. */
const MAPS = new Set([
  ...['$defs', 'callbacks', 'content', 'definitions', 'dependentSchemas', 'encoding', 'examples', 'headers'],
  ...['links', 'mapping', 'parameters', 'pathItems', 'paths', 'patternProperties', 'properties'],
  ...['requestBodies', 'responses', 'schemas', 'scopes', 'securitySchemes', 'variables', 'webhooks'],
])
/** Keywords whose values are data: a `$ref` in them is a member like any other. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'value', 'x-codeSamples', 'x-code-samples'])
/** Keywords that tell a file with one object of a document from a file with several, by name. */
const KEYWORDS = new Set([
  ...[
    'allOf',
    'anyOf',
    'content',
    'description',
    'enum',
    'get',
    'in',
    'items',
    'oneOf',
    'openapi',
    'parameters',
  ],
  ...['post', 'properties', 'put', 'schema', 'summary', 'type', 'value'],
])
/** Names that no document can know. */
const HIDDEN = `x-epilot-data-${Math.random()}`
const ALTERNATIVE = `x-epilot-alternative-${Math.random()}:`

/** What a member holds: data, or an object with names for keys. */
function kindOf(holder: object, { key, isMap }: { key: string; isMap: boolean }): 'data' | 'map' | 'other' {
  if (isMap || Array.isArray(holder)) return 'other'
  const value = holder[key as keyof typeof holder]
  if (DATA.has(key) || (key === 'examples' && Array.isArray(value))) return 'data'
  return MAPS.has(key) && isObject(value) ? 'map' : 'other'
}

interface Member {
  key: string
  value: unknown
  isData: boolean
  isMap: boolean
}

/** Members of an object or list, and whether each is data or a map. */
export function membersOf(value: object, isMap: boolean): Member[] {
  return Object.entries(value).map(([key, member]) => {
    const kind = kindOf(value, { key, isMap })
    return { key, value: member, isData: kind === 'data', isMap: kind === 'map' }
  })
}

function isMapFile(file: unknown): boolean {
  return isObject(file) && !Object.keys(file).some((key) => KEYWORDS.has(key))
}

export interface OutsideRef {
  pointer: string
  ref: string
}

/** Every `$ref` of a document or file that leads out of it, with its JSON pointer; those in data are none. */
export function listOutsideRefs(document: unknown): OutsideRef[] {
  const found: OutsideRef[] = []
  const path: string[] = []
  const visit = (value: unknown, isMap: boolean): void => {
    if (typeof value !== 'object' || value === null) return
    const ref = refOf(value)
    if (ref === undefined) {
      for (const key in value) {
        const kind = kindOf(value, { key, isMap })
        if (kind === 'data') continue
        path.push(key)
        visit(value[key as keyof typeof value], kind === 'map')
        path.pop()
      }
    } else if (!ref.startsWith('#')) found.push({ pointer: pointer('', ...path), ref })
  }
  visit(document, isMapFile(document))
  return found
}

/** A copy of a document or file that a bundler doesn't spoil; `base` is its URL. */
export function shelter(file: unknown, base: string): unknown {
  const visit = (value: unknown, isMap: boolean): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((member) => visit(member, false))
    const copy = Object.entries(value).map(([key, member]): [string, unknown] => {
      const kind = kindOf(value, { key, isMap })
      if (kind !== 'data') return [key, visit(member, kind === 'map')]
      return [key, holdsRef(member) ? { [HIDDEN]: JSON.stringify(member) } : member]
    })
    const result = Object.fromEntries(copy)
    if (!isMap) nameAlternatives(result, base)
    return result
  }
  return visit(file, isMapFile(file))
}

function holdsRef(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return refOf(value) !== undefined || Object.values(value).some(holdsRef)
}

/** A discriminator maps to the `$ref`s of alternatives, which change: until then it maps to their places. */
function nameAlternatives(schema: JsonObject, base: string): void {
  const mapping = own(schema.discriminator, 'mapping')
  if (!isObject(mapping)) return
  const mapped = Object.entries(mapping).map(([value, target]) => {
    const wanted = absolute(target, base)
    const place = ['oneOf', 'anyOf'].flatMap((key) => {
      const index = items(schema[key]).findIndex((one) => absolute(refOf(one), base) === wanted)
      return index < 0 ? [] : [`${key}/${index}`]
    })
    return [value, place.length > 0 ? `${ALTERNATIVE}${place[0]}` : target]
  })
  schema.discriminator = { ...(schema.discriminator as JsonObject), mapping: Object.fromEntries(mapped) }
}

/** The same text for all spellings of a `$ref`; `undefined` for what can be none. */
function absolute(ref: unknown, base: string): string | undefined {
  if (typeof ref !== 'string' || !URL.canParse(ref, base)) return undefined
  const { href, hash } = new URL(ref, base)
  return pointer(href.replace(/#.*/, ''), ...pointerKeys(hash))
}

/** The document as it was meant, from what the bundler made of sheltered files. */
export function unshelter(value: unknown, at = ''): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member, index) => unshelter(member, pointer(at, index)))
  const hidden = own(value, HIDDEN)
  if (typeof hidden === 'string') return JSON.parse(hidden)
  const result = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, unshelter(member, pointer(at, key))]),
  )
  const mapping = own(result.discriminator, 'mapping')
  for (const [name, target] of Object.entries(isObject(mapping) ? mapping : {})) {
    if (!isObject(mapping) || typeof target !== 'string' || !target.startsWith(ALTERNATIVE)) continue
    const [key = '', index = ''] = target.slice(ALTERNATIVE.length).split('/')
    const member = items(own(result, key))[Number(index)]
    mapping[name] = refOf(member) ?? `#${pointer(at, key, index)}`
  }
  return result
}
