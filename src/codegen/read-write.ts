import { isObject, type JsonObject } from '../openapi/json.js'
import { lookup } from '../openapi/pointer.js'
import { refOf } from '../openapi/resolve.js'

/** Keys whose values are data, not schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const'])

const known = new WeakMap<JsonObject, Map<string, boolean>>()

interface Visit {
  value: unknown
  isSchema: boolean
  /** The `$ref` that led here. */
  from: string | undefined
}

/**
 * Whether a schema, or one that it leads to, differs between answers and bodies: by members, or by raw bytes. Schemas
 * can lead through thousands of others, so this is no recursion.
 */
export function reachesMarker(document: JsonObject, schema: unknown): boolean {
  const answers = known.get(document) ?? new Map<string, boolean>()
  known.set(document, answers)
  /** The `$ref`s visited, each with the one that led there. */
  const origins = new Map<string, string | undefined>()
  const pending: Visit[] = [{ value: schema, isSchema: true, from: undefined }]
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    const { value, isSchema, from } = visit
    const ref = refOf(value)
    if (isSchema && ref === undefined && isObject(value) && isMarked(value)) return answer(from)
    if (ref === undefined) pending.push(...membersOf(value, isSchema).map((one) => ({ ...one, from })))
    else if (answers.get(ref)) return answer(from)
    else if (!answers.has(ref) && !origins.has(ref)) {
      origins.set(ref, from)
      pending.push({ value: lookup(document, ref), isSchema: true, from: ref })
    }
  }
  // Nothing found from here: nothing will be from anything that was visited on the way.
  for (const ref of origins.keys()) answers.set(ref, false)
  return false

  function answer(found: string | undefined): true {
    for (let ref = found; ref !== undefined; ref = origins.get(ref)) answers.set(ref, true)
    return true
  }
}

function membersOf(value: unknown, isSchema: boolean): { value: unknown; isSchema: boolean }[] {
  if (Array.isArray(value)) return value.map((member: unknown) => ({ value: member, isSchema: true }))
  if (!isObject(value)) return []
  return Object.entries(value)
    .filter(([key]) => !(isSchema && DATA.has(key)))
    .map(([key, member]) => ({ value: member, isSchema: !isSchema || key !== 'properties' }))
}

function isMarked(schema: JsonObject): boolean {
  return schema.readOnly === true || schema.writeOnly === true || schema.format === 'binary'
}
