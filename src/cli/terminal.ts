import { createColors } from 'picocolors'
import type { JsonColors } from './json.js'
import { stripControls } from './text.js'

export type Environment = Record<string, string | undefined>

/** The three standard streams and what may be done with them. */
export interface Terminal {
  env: Environment
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  /** Someone sits there: stdin and stderr are terminals that can do more than print lines. */
  interactive: boolean
  /** Whether stdout is a terminal that gets colours. */
  hasColors: boolean
  /** Colours for stdout; they do nothing where colour isn't wanted. */
  colors: Colors
  /** Columns to lay text out for. */
  width: number
  /** Writes the answer. */
  print(text: string | Uint8Array): void
  /** Writes a line of talk. */
  say(line: string): void
}

export interface Colors extends JsonColors {
  bold: (text: string) => string
  dim: (text: string) => string
  name: (text: string) => string
  heading: (text: string) => string
}

/** Opens the standard streams. A closed pipe ends the program quietly, with exit code 0 for stdout. */
export function openTerminal(env: Environment): Terminal {
  const { stdin, stdout, stderr } = process
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    process.exitCode = 1
    stderr.write(`epilot: The answer could not be written: ${error.message}\n`)
  })
  stderr.on('error', () => {})
  return {
    env,
    stdin,
    stdout,
    stderr,
    interactive: Boolean(stdin.isTTY && stderr.isTTY) && env.TERM !== 'dumb',
    hasColors: wantsColor(stdout, env),
    colors: colorsFor(stdout, env),
    width: Math.max(60, Math.min(stdout.columns || 100, 120)),
    print: (text) => {
      stdout.write(text)
    },
    say: (line) => {
      stderr.write(`${stripControls(line)}\n`)
    },
  }
}

/** Whether escape sequences may be written: to a terminal that knows them, unless the user said no. */
export const wantsColor = (stream: { isTTY?: boolean }, env: Environment): boolean =>
  Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb'

function colorsFor(stream: { isTTY?: boolean }, env: Environment): Colors {
  const { bold, dim, cyan, green, yellow, magenta } = createColors(wantsColor(stream, env))
  return {
    bold,
    dim,
    name: cyan,
    heading: bold,
    key: cyan,
    string: green,
    number: yellow,
    literal: magenta,
  }
}
