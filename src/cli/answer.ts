import type { OperationModel } from '../openapi/model.js'
import { isJsonType } from './body.js'
import { CliError, ExitCode } from './errors.js'
import { formatJson } from './json.js'
import { maskText } from './mask.js'
import { formatTable } from './table.js'
import type { Terminal } from './terminal.js'
import { oneLine, stripControls } from './text.js'
import type { Transform } from './transform.js'

/** An answer as it arrived. */
export interface Answer {
  status: number
  contentType: string
  bytes: Buffer
}

export interface AnswerFormat {
  /** One compact line. */
  json: boolean
  table: boolean
  transform: Transform | undefined
}

/**
 * Prints an answer on stdout.
 *
 * @throws CliError with exit code 1 when it is not what the document promises, and with 7 when the transform
 * fails; the untransformed answer is printed then.
 */
export async function printAnswer(options: {
  terminal: Terminal
  operation: OperationModel
  answer: Answer
  format: AnswerFormat
  /** Values that an error must not show. */
  secrets: string[]
}): Promise<void> {
  const { terminal, operation, answer, format, secrets } = options
  const isEmpty = answer.bytes.length === 0
  const isJson = isEmpty || expectsJson(operation, answer)
  if (!isJson && !format.transform && !format.json) return printOther(terminal, answer)
  const text = isJson ? readJson(operation, { ...answer, secrets }) : JSON.stringify(readText(answer))
  if (!format.transform) {
    if (isEmpty && !format.json) return
    return printJson(terminal, text, format)
  }
  let transformed: string
  try {
    transformed = await format.transform(isEmpty ? undefined : JSON.parse(text))
  } catch (error) {
    if (!isEmpty || format.json) await printJson(terminal, text, format)
    throw error
  }
  await printJson(terminal, transformed, format)
}

/** Prints JSON as flags and terminal want it. */
export async function printJson(
  terminal: Terminal,
  text: string,
  { json, table }: Pick<AnswerFormat, 'json' | 'table'>,
): Promise<void> {
  if (table) {
    terminal.print(`${await formatTable(JSON.parse(text), terminal)}\n`)
    return
  }
  const colors = terminal.hasColors ? terminal.colors : undefined
  terminal.print(`${formatJson(text, json ? { indent: 0 } : { indent: 2, colors })}\n`)
}

/**
 * Whether an answer is JSON by its content type, or has to be by the document. One of a status that the document
 * doesn't list has to be what its other good answers are: a login page is no answer, whatever its status.
 */
function expectsJson({ responses }: OperationModel, { status, contentType }: Answer): boolean {
  if (isJsonType(contentType)) return true
  const documented = responses.filter(({ status: pattern }) => matches(pattern, status))
  const own = documented.find(({ status: pattern }) => pattern === String(status)) ?? documented[0]
  const answers = own ? [own] : responses.filter(({ status: pattern }) => pattern.startsWith('2'))
  const types = answers.flatMap(({ content }) => content.map(({ type }) => type))
  return types.length > 0 && types.every(isJsonType)
}

const matches = (pattern: string, status: number): boolean =>
  pattern === 'default' || pattern === String(status) || pattern === `${Math.floor(status / 100)}XX`

function readJson(
  { id }: OperationModel,
  { bytes, contentType, secrets }: Answer & { secrets: string[] },
): string {
  if (bytes.length === 0) return 'null'
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  try {
    JSON.parse(text)
    return text
  } catch {
    const what = isJsonType(contentType)
      ? 'does not parse as JSON'
      : `is ${oneLine(contentType, 100) || 'untyped'}, not JSON`
    const start = oneLine(maskText(text.replace(/<[^>]{0,500}>/g, ' '), secrets), 100)
    throw new CliError(`${id} failed: the answer ${what}${start ? `: ${start}` : ''}.`, {
      exitCode: ExitCode.failure,
      next: 'Check the server, or name another with -s; -i shows the headers of its answer.',
      details: { operation: id },
    })
  }
}

const isTextType = (type: string): boolean =>
  /^(?:text\/|application\/(?:xml|yaml|x-yaml|javascript))|[+/](?:xml|yaml)\b/i.test(type)

function readText({ bytes, contentType }: Answer): string {
  return isTextType(contentType) || contentType === '' ? bytes.toString('utf8') : bytes.toString('base64')
}

// A pipe or file gets the bytes as they are; a terminal gets text without what could take it over.
function printOther(terminal: Terminal, answer: Answer): void {
  if (!terminal.isTTY) {
    terminal.print(answer.bytes)
    return
  }
  if (!isTextType(answer.contentType) && answer.contentType !== '') {
    throw new CliError(
      `The answer is ${answer.bytes.length} bytes of ${oneLine(answer.contentType, 100)}, which a terminal can't show.`,
      { exitCode: ExitCode.failure, next: 'Send it to a file: `... > file`.' },
    )
  }
  terminal.print(stripControls(answer.bytes.toString('utf8')))
}
