import { DocumentError } from './error.js'

/** Size of a document's text, in bytes. */
export const MAX_BYTES = 32 * 1024 * 1024
/** Values in a document; one that YAML aliases repeat counts each time. */
const MAX_NODES = 1_000_000
/** Objects and lists inside one another. */
const MAX_DEPTH = 500

/** Refuses a document that no reader could walk through: too many values, too deep, or circular. */
export function checkLimits(document: unknown): void {
  let nodes = 0
  const visit = (value: unknown, depth: number): void => {
    nodes += 1
    if (nodes > MAX_NODES) fail(`has more than ${MAX_NODES} values, repeated aliases counted.`)
    if (depth > MAX_DEPTH) fail(`nests more than ${MAX_DEPTH} levels.`)
    if (typeof value !== 'object' || value === null) return
    for (const member of Object.values(value)) visit(member, depth + 1)
  }
  visit(document, 0)
}

function fail(message: string): never {
  throw new DocumentError([{ pointer: '', message: `The document ${message}` }])
}
