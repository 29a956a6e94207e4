import { RUNTIME_VERSION } from '../core/version.js'
import { callOperation } from './call.js'
import {
  facadeName,
  findOperation,
  hasOperation,
  type LoadedApi,
  loadShippedApi,
  shippedApis,
} from './catalog.js'
import { type Command, commandsUnder, commandWords } from './commands.js'
import type { Context } from './context.js'
import { readConfigured, readDefinition } from './definition.js'
import { ExitCode, usageError } from './errors.js'
import { callFlags, type Flags } from './flags.js'
import { apiHelp, commandHelp, rootHelp } from './help.js'
import { operationHelp } from './operation-help.js'
import { operationList } from './operation-list.js'
import { readTimeout } from './options.js'
import { firstOtherFlag, parseCommandLine, refuseOtherFlags } from './parse.js'
import { pickOperation } from './prompts.js'
import { didYouMean, quote } from './suggest.js'
import type { Terminal } from './terminal.js'

/** Runs one command line. @returns the exit code. @throws CliError for what the user has to hear. */
export async function run(argv: string[], terminal: Terminal): Promise<number> {
  const context: Context = { ...parseCommandLine(argv), terminal }
  const { operands, flags } = context
  if (flags.version) {
    terminal.print(`${RUNTIME_VERSION}\n`)
    return ExitCode.ok
  }
  const api =
    flags.definition === undefined || takesDefinition(operands[0])
      ? undefined
      : await readDefinition(flags.definition, {
          command: `epilot --definition ${flags.definition}`,
          timeout: readTimeout(flags.timeout),
        })
  // An operation of the document may be called as a command is.
  const isOperation = (name = ''): boolean => api !== undefined && hasOperation(api, name)
  if (operands[0] === 'help' && !isOperation('help')) {
    operands.shift()
    flags.help = true
  }
  const [word] = operands
  if (word !== undefined && commandWords.includes(word) && !isOperation(word))
    return runCommand(context, word)
  if (api) return runApi(withoutApiName(context, api), api)
  const shipped = shippedApis.find(({ name }) => name === word)
  if (shipped) return runApi({ ...context, operands: operands.slice(1) }, await loadShippedApi(shipped))
  const configured = await configuredApi(context)
  if (configured.api) return runApi({ ...context, operands: operands.slice(1) }, configured.api)
  if (word !== undefined) throw unknownWord(word, configured.names)
  if (!flags.help) refuseCallFlags(flags, 'epilot')
  terminal.print(rootHelp(terminal, RUNTIME_VERSION))
  return ExitCode.ok
}

/** Runs one of the program's own commands, or prints its help. */
async function runCommand(context: Context, word: string): Promise<number> {
  const { flags, operands, terminal } = context
  const group = commandsUnder(word)
  const name = group[0]?.name === word ? word : operands.slice(0, 2).join(' ')
  const command = group.find((candidate) => candidate.name === name)
  if (!command && operands.length > 1) throw unknownSubcommand(word, operands[1] ?? '', group)
  if (flags.help || !command) {
    terminal.print(commandHelp(terminal, command?.name ?? word))
    return ExitCode.ok
  }
  const words = command.name.split(' ').length
  const rest = operands.slice(words)
  checkArity(command, rest)
  refuseOtherFlags(flags, command.flags, `epilot ${command.name}`)
  return (await command.run({ ...context, operands: rest })) ?? ExitCode.ok
}

function checkArity(
  { name, operands: syntax = '', arity: [least, most] = [0, 0] }: Command,
  rest: string[],
): void {
  const usage = `Usage: epilot ${name} ${syntax}`.trimEnd()
  if (rest.length < least) throw usageError(`\`epilot ${name}\` needs an argument.`, usage)
  if (rest.length > most) throw usageError(`${quote(rest[most] ?? '')} is one argument too many.`, usage)
}

/** Calls an operation of an API; lists them where none is named. */
async function runApi(context: Context, api: LoadedApi): Promise<number> {
  const { flags, operands, terminal } = context
  const [name, ...positional] = operands
  refuseOtherFlags(flags, callFlags, api.command)
  if (name === undefined) return listOperations(context, api)
  const operation = findOperation(api, name)
  if (flags.help) {
    terminal.print(operationHelp(terminal, api, operation))
    return ExitCode.ok
  }
  return callOperation({ context, api, operation, positional })
}

async function listOperations(context: Context, api: LoadedApi): Promise<number> {
  const { flags, terminal } = context
  if (flags.json && !flags.help) {
    terminal.print(`${JSON.stringify(operationList(api.model))}\n`)
    return ExitCode.ok
  }
  if (flags.help || !terminal.interactive || flags.interactive === false) {
    if (flags.guided && !flags.help) {
      throw usageError('--guided asks questions, but there is no terminal to ask on.', 'Name an operation.')
    }
    if (!flags.help) refuseCallFlags(flags, api.command)
    terminal.print(apiHelp(terminal, api))
    return ExitCode.ok
  }
  const operation = await pickOperation(terminal, api.model)
  return callOperation({ context, api, operation, positional: [] })
}

const takesDefinition = (word: string | undefined): boolean =>
  commandsUnder(word ?? '').some((command) => command.flags.includes('definition'))

/** Flags of a call are for nothing where no operation is named: `-d` after an empty variable. */
function refuseCallFlags(flags: Flags, command: string): void {
  const flag = firstOtherFlag(flags, ['definition', 'config'])
  if (flag)
    throw usageError(`${flag} was given, but no operation.`, `See \`${command} --help\` for all of them.`)
}

/** With `--definition` the API's name may stand before the operation, and is no more than a word. */
function withoutApiName(context: Context, api: LoadedApi): Context {
  const [word = '', ...rest] = context.operands
  const isName = shippedApis.some(({ name }) => name === word) && !hasOperation(api, word)
  return isName ? { ...context, operands: rest } : context
}

/** The API of `--config` that the first operand names. The file is never looked for: only the flag names it. */
async function configuredApi({
  flags,
  operands: [name = ''],
}: Context): Promise<{ api?: LoadedApi; names: string[] }> {
  if (flags.config === undefined) return { names: [] }
  const shipped = shippedApis.flatMap((api) => [api.name, facadeName(api.name)])
  const timeout = readTimeout(flags.timeout)
  return readConfigured(flags.config, { name, taken: [...shipped, ...commandWords], timeout })
}

function unknownWord(word: string, configured: string[]): Error {
  const names = [...shippedApis.map(({ name }) => name), ...configured, ...commandWords]
  return usageError(
    `There is no API or command ${quote(word)}.`,
    didYouMean(word, names) ?? 'See `epilot --help` for all of them.',
  )
}

function unknownSubcommand(word: string, given: string, group: Command[]): Error {
  const names = group.map(({ name }) => name.slice(word.length + 1))
  return usageError(
    `\`epilot ${word}\` has no command ${quote(given)}.`,
    didYouMean(given, names) ?? `It has ${names.join(', ')}.`,
  )
}
