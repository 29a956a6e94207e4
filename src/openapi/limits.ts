import { DocumentError } from './error.js'
import { pointer } from './pointer.js'

/** Size of a document's text, in bytes. */
export const MAX_BYTES = 32 * 1024 * 1024
/** Values in a document; one that YAML aliases repeat counts each time. */
const MAX_NODES = 1_000_000
/** Objects and lists inside one another. */
const MAX_DEPTH = 500

/** What the files of a document may still have together. */
export interface Allowance {
  bytes: number
  nodes: number
}

export const newAllowance = (): Allowance => ({ bytes: MAX_BYTES, nodes: MAX_NODES })

/** Keys of a place that is too deep that a problem names. */
const SHOWN_KEYS = 6

/** Refuses a document that no reader could walk through: too many values, too deep, or circular. */
export function checkLimits(document: unknown, allowance = newAllowance()): void {
  const keys: string[] = []
  const visit = (value: unknown): void => {
    allowance.nodes -= 1
    if (allowance.nodes < 0)
      fail('', `The document has more than ${MAX_NODES} values, repeated aliases counted.`)
    if (keys.length > MAX_DEPTH)
      fail(
        pointer('', ...keys.slice(0, SHOWN_KEYS)),
        `nests more than ${MAX_DEPTH} levels with those around it.`,
      )
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      keys.push(key)
      visit(member)
      keys.pop()
    }
  }
  visit(document)
}

function fail(at: string, message: string): never {
  throw new DocumentError([{ pointer: at, message }])
}
