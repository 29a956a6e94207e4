import type { OpenAPIDocument } from '../core/types.js'
import type { JsonObject } from './json.js'
import type { Problem } from './model.js'
import { refOf, resolveRef } from './resolve.js'

/** What flattening has found out so far. */
export class FlattenContext {
  /** Reasons to refuse the document. */
  readonly problems: Problem[] = []
  readonly warnings: Problem[] = []

  constructor(readonly document: OpenAPIDocument) {}

  refuse(pointer: string, message: string): void {
    this.problems.push({ pointer, message })
  }

  warn(pointer: string, message: string): void {
    this.warnings.push({ pointer, message })
  }

  /** The object that is, or that a `$ref` names. A `$ref` that leads nowhere refuses the document. */
  resolve(value: unknown, pointer: string): JsonObject | undefined {
    const target = resolveRef(this.document, value)
    if (target) return target
    const ref = refOf(value)
    if (ref !== undefined)
      this.refuse(pointer, `$ref ${JSON.stringify(ref)} leads to no object in the document.`)
    else this.warn(pointer, 'is not an object; it is ignored.')
    return undefined
  }
}
