import type { CommandLine } from '../codegen/index.js'
import { variables } from './commands.js'
import { exitCodes } from './errors.js'
import { callFlags, flags, flagUsage } from './flags.js'

/** What an API's reference page says about flags, variables and exit codes. */
export const describeCommandLine = (): CommandLine => ({
  flags: flags
    .filter(({ name }) => callFlags.includes(name))
    .map((flag) => ({ usage: flagUsage(flag), description: flag.description })),
  environment: variables,
  exitCodes,
})
