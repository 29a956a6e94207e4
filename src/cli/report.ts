import { CliError, ExitCode } from './errors.js'
import type { Terminal } from './terminal.js'
import { oneLine } from './text.js'

/** Says on stderr what went wrong; with `--json` as one JSON line. @returns the exit code. */
export function report(error: unknown, terminal: Terminal, json: boolean): number {
  const failure = error instanceof CliError ? error : unexpected(error)
  const { message, exitCode, next, problems, details } = failure
  if (message === '') return exitCode
  if (json) {
    const entry = {
      exitCode,
      message,
      ...details,
      ...(problems.length && { problems }),
      ...(next && { next }),
    }
    terminal.say(JSON.stringify({ error: entry }))
  } else {
    terminal.say(`epilot: ${[message, next].filter(Boolean).join(' ')}`)
    for (const problem of problems) terminal.say(`  - ${oneLine(problem, 500)}`)
  }
  return exitCode
}

function unexpected(error: unknown): CliError {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: string }
  return new CliError(`Something unexpected happened: ${oneLine(message)}${code ? ` (${code})` : ''}.`, {
    exitCode: ExitCode.failure,
    next: 'Please report this.',
  })
}
