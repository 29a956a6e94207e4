import { RUNTIME_VERSION } from '../core/version.js'
import { callOperation } from './call.js'
import { facadeName, findOperation, type LoadedApi, loadShippedApi, shippedApis } from './catalog.js'
import { type Command, commandsUnder, commandWords } from './commands.js'
import type { Context } from './context.js'
import { readConfigured, readDefinition } from './definition.js'
import { ExitCode, usageError } from './errors.js'
import { callFlags } from './flags.js'
import { apiHelp, commandHelp, rootHelp } from './help.js'
import { operationHelp } from './operation-help.js'
import { operationList } from './operation-list.js'
import { readTimeout } from './options.js'
import { parseCommandLine, refuseOtherFlags } from './parse.js'
import { pickOperation } from './prompts.js'
import { didYouMean, quote } from './suggest.js'
import type { Terminal } from './terminal.js'

/** Runs one command line. @returns the exit code. @throws CliError for what the user has to hear. */
export async function run(argv: string[], terminal: Terminal): Promise<number> {
  const { operands, flags } = parseCommandLine(argv)
  if (operands[0] === 'help') {
    operands.shift()
    flags.help = true
  }
  const context: Context = { operands, flags, terminal }
  const [word] = operands
  if (flags.version) {
    terminal.print(`${RUNTIME_VERSION}\n`)
    return ExitCode.ok
  }
  if (word !== undefined && commandWords.includes(word)) return runCommand(context, word)
  if (flags.definition !== undefined) return runApi(context, await definitionFor(context))
  const shipped = shippedApis.find(({ name }) => name === word)
  if (shipped) return runApi({ ...context, operands: operands.slice(1) }, await loadShippedApi(shipped))
  const configured = await configuredApi(context)
  if (configured.api) return runApi({ ...context, operands: operands.slice(1) }, configured.api)
  if (word !== undefined) throw unknownWord(word, configured.names)
  terminal.print(rootHelp(terminal, RUNTIME_VERSION))
  return ExitCode.ok
}

/** Runs one of the program's own commands, or prints its help. */
async function runCommand(context: Context, word: string): Promise<number> {
  const { flags, operands, terminal } = context
  const group = commandsUnder(word)
  const name = group[0]?.name === word ? word : operands.slice(0, 2).join(' ')
  const command = group.find((candidate) => candidate.name === name)
  if (flags.help || (!command && operands.length < 2)) {
    terminal.print(commandHelp(terminal, command?.name ?? word))
    return ExitCode.ok
  }
  if (!command) throw unknownSubcommand(word, operands[1] ?? '', group)
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
    terminal.print(apiHelp(terminal, api))
    return ExitCode.ok
  }
  const operation = await pickOperation(terminal, api.model)
  return callOperation({ context, api, operation, positional: [] })
}

/** With `--definition` the API's name may stand before the operation, and is no more than a word. */
async function definitionFor(context: Context): Promise<LoadedApi> {
  const { definition = '', timeout } = context.flags
  const command = `epilot --definition ${definition}`
  const api = await readDefinition(definition, { command, timeout: readTimeout(timeout) })
  const [word] = context.operands
  const isName = shippedApis.some(({ name }) => name === word)
  if (isName && !api.model.operations.some(({ id }) => id === word)) context.operands.shift()
  return api
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
