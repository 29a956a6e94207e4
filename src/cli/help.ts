import type { OperationModel } from '../openapi/model.js'
import { type LoadedApi, operationsByTag, shippedApis } from './catalog.js'
import { type Command, commands, commandsUnder, variables } from './commands.js'
import { exitCodes } from './errors.js'
import { callFlags, commonFlags, type FlagName, flags, flagUsage } from './flags.js'
import { firstLine } from './markdown.js'
import { pathParameters } from './parameters.js'
import type { Terminal } from './terminal.js'
import { stripControls, wrap } from './text.js'

/** Help of the program itself. */
export function rootHelp(terminal: Terminal, version: string): string {
  return page([
    `${terminal.colors.bold('epilot')} ${version} – call epilot APIs from the terminal`,
    section(
      terminal,
      'Usage',
      lines(['epilot <api> <operation> [arguments] [flags]', 'epilot <command> [flags]']),
    ),
    section(
      terminal,
      'APIs',
      table(
        terminal,
        shippedApis.map(({ name, title }) => [name, title]),
      ),
    ),
    section(terminal, 'Commands', table(terminal, commands.map(commandRow))),
    section(terminal, 'Flags', flagTable(terminal, [...callFlags])),
    section(
      terminal,
      'Environment',
      table(
        terminal,
        variables.map(({ name, description }) => [name, description]),
      ),
    ),
    section(
      terminal,
      'Exit codes',
      table(
        terminal,
        exitCodes.map(({ code, meaning }) => [String(code), meaning]),
      ),
    ),
    section(
      terminal,
      'Examples',
      lines([
        'epilot access-token',
        'epilot access-token listAccessTokens -p token_type=api',
        'epilot access-token createAccessToken -d \'{"name":"CI"}\' --jsonata token',
      ]),
    ),
  ])
}

/** Operations of an API, grouped by tag. */
export function apiHelp(terminal: Terminal, { model, command }: LoadedApi): string {
  const { title, description = '' } = model.document.info
  const rows = operationsByTag(model).map(({ tag, operations }) => ({
    tag,
    rows: operations.map(operationRow),
  }))
  const widest = columnWidth(rows.flatMap((group) => group.rows))
  const groups = rows.map((group) =>
    section(terminal, safe(group.tag ?? 'Operations'), table(terminal, group.rows, widest)),
  )
  return page([
    [terminal.colors.bold(safe(title)), ...paragraph(terminal, firstLine(description))].join('\n'),
    section(terminal, 'Usage', lines([`${command} <operation> [arguments] [flags]`])),
    ...groups,
    `Parameters and examples of an operation: ${command} <operation> --help\nFlags, environment and exit codes: epilot --help`,
  ])
}

/** Help of one command, or of a group such as `auth`. */
export function commandHelp(terminal: Terminal, word: string): string {
  const group = commandsUnder(word)
  const [command] = group
  if (command?.name === word) return oneCommandHelp(terminal, command)
  return page([
    section(terminal, 'Usage', lines([`epilot ${word} <command> [flags]`])),
    section(terminal, 'Commands', table(terminal, group.map(commandRow))),
    `Flags and examples of a command: epilot ${word} <command> --help`,
  ])
}

function oneCommandHelp(terminal: Terminal, command: Command): string {
  const usage = ['epilot', command.name, command.operands, '[flags]'].filter(Boolean).join(' ')
  return page([
    `${command.summary}.`,
    section(terminal, 'Usage', lines([usage])),
    section(terminal, 'Flags', flagTable(terminal, [...command.flags, ...commonFlags])),
    section(terminal, 'Examples', lines(command.examples)),
  ])
}

const commandRow = ({ name, operands, summary }: Command): [string, string] => [
  operands ? `${name} ${operands}` : name,
  summary,
]

const operationRow = (operation: OperationModel): [string, string] => {
  const names = pathParameters(operation).map(({ name }) => `<${name}>`)
  const mark = operation.deprecated ? 'Deprecated. ' : ''
  return [
    [operation.id, ...names].join(' '),
    mark + firstLine(operation.description ?? operation.summary ?? ''),
  ]
}

function flagTable(terminal: Terminal, names: FlagName[]): string {
  const listed = flags.filter(({ name }) => names.includes(name))
  return table(
    terminal,
    listed.map((flag) => {
      const usage = flagUsage(flag)
      return [usage.startsWith('--') ? `    ${usage}` : usage, flag.description]
    }),
  )
}

/** A page of help: blocks with an empty line between them. */
export const page = (blocks: string[]): string => `${blocks.filter((block) => block !== '').join('\n\n')}\n`

/** A block with its heading; nothing where the block is empty. */
export const section = ({ colors }: Terminal, heading: string, body: string): string =>
  body === '' ? '' : `${colors.heading(heading)}\n${body}`

/** Indented lines. */
export const lines = (texts: string[]): string => texts.map((text) => `  ${safe(text)}`).join('\n')

/** Text broken to the terminal's width. */
export const paragraph = ({ width }: Pick<Terminal, 'width'>, text: string, indent = 0): string[] =>
  safe(text)
    .split('\n')
    .flatMap((line) => wrap(line, width - indent))
    .map((line) => ' '.repeat(indent) + line)

/**
 * Two aligned columns; the second is broken to the terminal's width. A long first one gets a line of its own.
 *
 * @param width of the first column, at least: the same for several tables that stand together
 */
export function table(terminal: Terminal, rows: [string, string][], width = 0): string {
  const widest = Math.max(width, columnWidth(rows))
  const indent = widest + 5
  return rows
    .flatMap(([unsafe, text]) => {
      const name = safe(unsafe)
      const [first = '', ...rest] = paragraph({ width: Math.max(terminal.width, indent + 30) }, text, indent)
      const label = terminal.colors.name(name)
      if (text === '') return [`  ${label}`]
      if (name.length > widest) return [`  ${label}`, first, ...rest]
      return [`  ${label}${first.slice(2 + name.length)}`, ...rest]
    })
    .join('\n')
}

/** Width of a first column, very long names left out. */
const columnWidth = (rows: [string, string][]): number =>
  Math.max(0, ...rows.map(([name]) => safe(name).length).filter((length) => length <= 34))

// Names and descriptions come from documents that anybody may have written.
const safe = (text: string): string => stripControls(text)
