import { createContext, Script } from 'node:vm'
import type { RegExpEngine } from 'ajv/dist/types/index.js'

/** Steps that a pattern may take without a watch. */
const FREE_STEPS = 1_000_000
/** Time for one value, and for all values that needed more, in milliseconds. */
const TIMEOUT = 100
const BUDGET = 1000

/**
 * Runs the patterns of a document, which may be made to take for ever: one that does counts as met, and isn't run again.
 */
export const createPatterns = (): RegExpEngine => {
  const watched = createContext({ pattern: /(?:)/, text: '' })
  const script = new Script('pattern.test(text)')
  let budget = BUDGET

  const engine = (source: string, flags: string) => {
    const pattern = new RegExp(source, flags)
    // Each repeat or alternative may multiply the steps; one of a group may do so with each character.
    const choices = source.match(/[*+?{|]/g)?.length ?? 0
    const isOpen = /\)[*+?{]/.test(source)
    let isEndless = false
    const test = (text: string): boolean => {
      if (!isOpen && (text.length + 2) ** (choices + 1) < FREE_STEPS) return pattern.test(text)
      if (isEndless || budget <= 0) return true
      try {
        Object.assign(watched, { pattern, text })
        return script.runInContext(watched, { timeout: TIMEOUT }) === true
      } catch {
        isEndless = true
        budget -= TIMEOUT
        return true
      }
    }
    return { test, toString: () => String(pattern) }
  }
  // For code that ajv writes to files, of which there is none here.
  return Object.assign(engine, { code: 'patterns' })
}
