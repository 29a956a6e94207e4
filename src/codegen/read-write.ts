import { isObject, type JsonObject } from '../openapi/json.js'
import { lookup } from '../openapi/pointer.js'
import { refOf } from '../openapi/resolve.js'

/** Keys whose values are data, not schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const'])

const known = new WeakMap<JsonObject, Map<string, boolean>>()

/** Whether a schema, or one that it leads to, differs between answers and bodies: by members, or by raw bytes. */
export function reachesMarker(document: JsonObject, schema: unknown): boolean {
  const answers = known.get(document) ?? new Map<string, boolean>()
  known.set(document, answers)
  const visited = new Set<string>()
  const visit = (value: unknown, isSchema: boolean): boolean => {
    if (Array.isArray(value)) return value.some((member) => visit(member, true))
    if (!isObject(value)) return false
    const ref = refOf(value)
    if (ref !== undefined) return follow(ref)
    if (isSchema && isMarked(value)) return true
    return Object.entries(value).some(
      ([key, member]) => !(isSchema && DATA.has(key)) && visit(member, !isSchema || key !== 'properties'),
    )
  }
  const follow = (ref: string): boolean => {
    const answer = answers.get(ref)
    if (answer !== undefined) return answer
    if (visited.has(ref)) return false
    visited.add(ref)
    const found = visit(lookup(document, ref), true)
    if (found) answers.set(ref, true)
    return found
  }
  const found = visit(schema, true)
  // Nothing found from here: nothing will be from anything that was visited on the way.
  if (!found) for (const ref of visited) answers.set(ref, false)
  return found
}

function isMarked(schema: JsonObject): boolean {
  return schema.readOnly === true || schema.writeOnly === true || schema.format === 'binary'
}
