import { Command, CommanderError, Option } from 'commander'
import { usageError } from './errors.js'
import { commonFlags, type Flag, type FlagName, type Flags, flags, spellings } from './flags.js'
import { didYouMean, quote } from './suggest.js'

/** A command line, taken apart: what is not a flag or a flag's value is an operand. */
export interface CommandLine {
  operands: string[]
  flags: Flags
}

/**
 * Takes a command line apart. Flags stand anywhere before `--`; every flag of every command is known here, so
 * that an operation and its flags may come in any order.
 *
 * @throws CliError for an unknown flag, a missing, empty or doubly given value.
 */
export function parseCommandLine(argv: string[]): CommandLine {
  const values: Flags = {}
  const command = new Command('epilot')
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .showSuggestionAfterError(false)
    .argument('[operands...]')
    .action(() => {})
  for (const flag of flags) addFlag({ command, flag, values })
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? explain(error) : error
  }
  return { operands: command.args, flags: values }
}

/** @throws CliError when a flag was given that the command has no use for. */
export function refuseOtherFlags(given: Flags, allowed: FlagName[], command: string): void {
  const flag = firstOtherFlag(given, allowed)
  if (flag) throw usageError(`${flag} has no meaning for \`${command}\`.`, `See \`${command} --help\`.`)
}

/** A flag that was given and is not among those that are allowed, or common to all commands. */
export function firstOtherFlag(given: Flags, allowed: FlagName[]): string | undefined {
  const other = flags.find(
    ({ name }) => given[name] !== undefined && ![...allowed, ...commonFlags].includes(name),
  )
  return other && spellings(other).at(-1)
}

const known = new Set(flags.flatMap(spellings))

function addFlag({ command, flag, values }: { command: Command; flag: Flag; values: Flags }): void {
  const option = new Option(flag.syntax)
  const spelling = spellings(flag).at(-1) ?? flag.syntax
  command.addOption(option)
  command.on(`option:${option.name()}`, (value?: string) => {
    if (!option.required) return set(values, flag, !option.negate)
    if (!value)
      throw usageError(`${spelling} was given an empty value.`, `Leave ${spelling} out, or give it one.`)
    if (known.has(value)) throw usageError(`${spelling} needs a value, but the flag ${value} follows it.`)
    const earlier = values[flag.name]
    if (flag.repeats) return set(values, flag, [...(Array.isArray(earlier) ? earlier : []), value])
    if (earlier !== undefined) throw usageError(`${spelling} was given twice.`, 'Give it once.')
    set(values, flag, value)
  })
}

// The parser knows each flag's kind of value; the type of the table's key doesn't say it.
const set = (values: Flags, flag: Flag, value: string | boolean | string[]): void => {
  Object.assign(values, { [flag.name]: value })
}

function explain(error: CommanderError): Error {
  const [, name = ''] = /'([^']*)'/.exec(error.message) ?? []
  if (error.code === 'commander.unknownOption') {
    const candidates = [...known].filter((spelling) => spelling.startsWith('--'))
    const next = didYouMean(name.split('=')[0] ?? name, candidates)
    return usageError(`Unknown flag ${quote(name)}.`, next ?? 'See `epilot --help` for all flags.')
  }
  if (error.code === 'commander.optionMissingArgument') return usageError(`${name} needs a value.`)
  return usageError(error.message.replace(/^error: /, ''))
}
