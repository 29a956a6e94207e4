import type { CommandLine } from './parse.js'
import type { Terminal } from './terminal.js'

/** What a command's handler works with. */
export interface Context extends CommandLine {
  terminal: Terminal
}
