import { fstatSync, writeSync } from 'node:fs'
import type { JsonColors } from './json.js'
import { stripControls } from './text.js'

export type Environment = Record<string, string | undefined>

/** The three standard streams and what may be done with them. */
export interface Terminal {
  env: Environment
  readonly stdin: NodeJS.ReadStream
  readonly stderr: NodeJS.WriteStream
  /** Someone sits there: stdin and stderr are terminals. */
  readonly interactive: boolean
  /** Whether stdout is a terminal. */
  isTTY: boolean
  /** Whether stdout gets colours. */
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

/**
 * Opens the standard streams, each when it is first used: Node takes its time for it. A closed pipe ends the
 * program quietly, with exit code 0 for stdout.
 */
export function openTerminal(env: Environment): Terminal {
  let stdoutOpen = false
  const stdout = once(() => {
    stdoutOpen = true
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      process.exitCode = 1
      stderr().write(`epilot: The answer could not be written: ${error.message}\n`)
    })
    return process.stdout
  })
  const stderr = once(() => process.stderr.on('error', () => {}))
  const isTTY = isCharacterDevice(1) && Boolean(stdout().isTTY)
  const hasColors = wantsColor({ isTTY }, env)
  return {
    env,
    get stdin() {
      return process.stdin
    },
    get stderr() {
      return stderr()
    },
    get interactive() {
      const isTerminal = isCharacterDevice(0) && isCharacterDevice(2)
      return isTerminal && process.stdin.isTTY && stderr().isTTY
    },
    hasColors,
    colors: colorsFor(hasColors),
    isTTY,
    width: isTTY ? Math.max(60, Math.min(stdout().columns || 100, 120)) : 100,
    print: (text) => {
      const rest = stdoutOpen || isTTY ? text : writeNow(text)
      if (rest.length > 0) stdout().write(rest)
    },
    say: (line) => {
      stderr().write(`${stripControls(line)}\n`)
    },
  }
}

/**
 * Writes what a pipe or file takes at once, and saves a start the opening of a stream. @returns what is left.
 */
function writeNow(text: string | Uint8Array): Uint8Array {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  if (bytes.length > pipeSize) return bytes
  try {
    return bytes.subarray(writeSync(1, bytes))
  } catch {
    // Full, or closed: the stream knows what to do.
    return bytes
  }
}

/** What a pipe holds on every system, in bytes. */
const pipeSize = 4096

// What is none can't be a terminal, and the answer costs less than opening a stream. As big integers, because Node 20
// no longer follows symbolic links to modules after it saw a pipe in the ordinary ones (realpathSync reads them).
const isCharacterDevice = (descriptor: number): boolean =>
  fstatSync(descriptor, { bigint: true }).isCharacterDevice()

function once<T>(open: () => T): () => T {
  let opened: T | undefined
  return () => (opened ??= open())
}

/** Whether escape sequences may be written: to a terminal that knows them, unless the user said no. */
export const wantsColor = (stream: { isTTY?: boolean }, env: Environment): boolean =>
  Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb'

function colorsFor(hasColors: boolean): Colors {
  const style = (on: number, off: number) => (text: string) =>
    hasColors ? `\u001b[${on}m${text}\u001b[${off}m` : text
  const bold = style(1, 22)
  const cyan = style(36, 39)
  return {
    bold,
    dim: style(2, 22),
    name: cyan,
    heading: bold,
    key: cyan,
    string: style(32, 39),
    number: style(33, 39),
    literal: style(35, 39),
  }
}
