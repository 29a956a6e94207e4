import type { Expression } from 'jsonata'
import { CliError, ExitCode, usageError } from './errors.js'
import { withDefaultSignals } from './interrupt.js'
import { oneLine } from './text.js'

/** Turns an answer's value into what is printed: JSON. */
export type Transform = (value: unknown) => Promise<string>

/** Bounds of an evaluation, so that a runaway expression ends: milliseconds and depth. */
const limits = { timeout: 30_000, stack: 5000 }

/**
 * Compiles a JSONata expression.
 *
 * @throws CliError with exit code 2 for a malformed one; the transform itself throws with exit code 7.
 */
export async function compileTransform(expression: string): Promise<Transform> {
  const { jsonata } = await import('./lazy/jsonata.js')
  let compiled: Expression
  try {
    compiled = jsonata(expression, limits)
  } catch (error) {
    throw usageError(`The JSONata expression is malformed: ${explain(error)}.`, 'Nothing was sent.')
  }
  return async (value) => {
    try {
      return toJson(await withDefaultSignals(() => compiled.evaluate(value)))
    } catch (error) {
      throw new CliError(`The JSONata expression failed on the answer: ${explain(error)}.`, {
        exitCode: ExitCode.transform,
        next: 'The answer was printed untransformed.',
      })
    }
  }
}

/** JSONata's functions are objects with functions in them, and have no JSON at any depth. */
function toJson(result: unknown): string {
  const refuseFunctions = (_: string, value: unknown): unknown => {
    if (typeof value === 'function') throw new Error('it yields a function, not a value')
    return value
  }
  return JSON.stringify(result ?? null, refuseFunctions)
}

function explain(error: unknown): string {
  const { message, position } = error as { message?: string; position?: number }
  const place = typeof position === 'number' ? ` (at character ${position})` : ''
  return oneLine(String(message ?? error), 300).replace(/\.$/, '') + place
}
