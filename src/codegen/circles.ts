import { items } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { refOf } from '../openapi/resolve.js'
import type { Declaration } from './schemas.js'

/**
 * Takes out of each type what refers back to that type itself, with no member or item between: such a type
 * says nothing (`A` is `A` or text), and TypeScript refuses it.
 *
 * @returns the types that were changed.
 */
export function cutCircles(declarations: Declaration[]): Declaration[] {
  const schemas = new Map(declarations.map(({ name, schema }) => [`#/${name}`, schema]))
  const open = new Set<string>()
  const done = new Set<string>()
  const cut = new Set<string>()

  /** Whether a schema may stay where it is. */
  const keeps = (schema: Schema): boolean => {
    const ref = refOf(schema)
    if (ref !== undefined) return enter(ref)
    for (const key of ['allOf', 'anyOf', 'oneOf']) {
      if (!Array.isArray(schema[key])) continue
      schema[key] = items(schema[key]).filter((member) => keeps(member as Schema))
      if (items(schema[key]).length === 0) delete schema[key]
    }
    return true
  }
  const enter = (ref: string): boolean => {
    if (open.has(ref)) {
      cut.add(ref)
      return false
    }
    const schema = schemas.get(ref)
    if (!schema || done.has(ref)) return true
    open.add(ref)
    if (!keeps(schema)) delete schema.$ref
    open.delete(ref)
    done.add(ref)
    return true
  }
  for (const ref of schemas.keys()) enter(ref)
  return declarations.filter(({ name }) => cut.has(`#/${name}`))
}
