import type { OpenAPIDocument } from '../core/types.js'
import type { MediaTypeModel, OperationModel } from '../openapi/model.js'
import { checkText } from './check-text.js'
import { usageError } from './errors.js'
import { readNamedFile } from './files.js'
import { grouped, isFormType, parseFields, validateForm, withFiles } from './form.js'
import { readStdin } from './stdin.js'
import type { Terminal } from './terminal.js'
import { validateBody } from './validate-body.js'

/** A request body as it will be sent. */
export interface Body {
  /** The very bytes given; fields, for a form that is built from them. */
  data: Buffer | Record<string, unknown>
  contentType: string
  /** For people: `-d`, `body.json`, `stdin`. */
  origin: string
}

/** Whether a media type is JSON, by its name. */
export const isJsonType = (type: string): boolean => /^[^;]*[/+]json\s*(?:;|$)/i.test(type)

/** The media type to send: the one that `-H 'Content-Type: ...'` names, else plain JSON, else any JSON, else the first. */
export function mediaTypeOf(
  operation: OperationModel,
  header: string | undefined,
): MediaTypeModel | undefined {
  const content = operation.requestBody?.content ?? []
  const fitting = (matches: (type: string) => boolean) => content.find(({ type }) => matches(bare(type)))
  if (header === undefined)
    return fitting((type) => type === 'application/json') ?? fitting(isJsonType) ?? content[0]
  const wanted = bare(header)
  return (
    fitting((type) => type === wanted) ??
    fitting((type) => type.endsWith('/*') && type !== '*/*' && wanted.startsWith(type.slice(0, -1))) ??
    fitting((type) => type === '*/*')
  )
}

/** Content type of a body whose type no `-H` names. @throws CliError where the document leaves it open */
export function sentType({ type, schema }: MediaTypeModel): string {
  if (!bare(type).endsWith('/*')) return type
  if (type.startsWith('text/')) return 'text/plain'
  if (!/^(?:\*|application)\//.test(type)) {
    throw usageError(`the body may be any ${type}`, "Name its type with -H 'Content-Type: ...'.")
  }
  return schema.format === 'binary' ? 'application/octet-stream' : 'application/json'
}

/**
 * Reads the body from where the command line says. stdin is read unasked only where a body is required, `-d` is
 * not given, and nobody sits at it.
 */
export async function readBodyText(options: {
  operation: OperationModel
  data: string | undefined
  terminal: Terminal
}): Promise<{ bytes: Buffer; origin: string } | undefined> {
  const { operation, data, terminal } = options
  if (data === undefined) {
    if (!operation.requestBody?.required || terminal.stdin.isTTY) return undefined
    return { bytes: await readStdin(terminal), origin: 'stdin' }
  }
  if (!operation.requestBody) throw usageError(`${operation.id} takes no body.`, 'Leave -d out.')
  if (data === '-' || data === '@-') return { bytes: await readStdin(terminal), origin: 'stdin' }
  if (!data.startsWith('@')) return { bytes: Buffer.from(data), origin: '-d' }
  return { bytes: readNamedFile(data.slice(1)), origin: data.slice(1) }
}

/** A body from its bytes. Form fields are given as a JSON object; everything else is sent byte for byte. */
export function toBody(options: {
  document: OpenAPIDocument
  media: MediaTypeModel
  contentType: string
  bytes: Buffer
  origin: string
}): Body {
  const { document, media, contentType, bytes, origin } = options
  const fields = isFormType(contentType) ? parseFields(bytes) : undefined
  if (!fields) return { data: bytes, contentType, origin }
  return { data: withFiles(document, media, fields), contentType, origin }
}

/** Problems of a body; none means that it may be sent. */
export async function checkBody(
  document: OpenAPIDocument,
  media: MediaTypeModel,
  { data, contentType, origin }: Body,
): Promise<string[]> {
  if (!Buffer.isBuffer(data)) return validateForm({ document, media, fields: data })
  if (data.length === 0) return [`the body from ${origin} is empty`]
  if (/^multipart\//i.test(contentType)) {
    return /;\s*boundary=/i.test(contentType)
      ? []
      : [`the body from ${origin} is not a JSON object of the form's fields`]
  }
  if (!isJsonType(contentType) && !isFormType(contentType) && !/^text\/plain\b/i.test(contentType)) return []
  const text = decode(data)
  if (text === undefined) return [`the body from ${origin} is not UTF-8`]
  if (isFormType(contentType)) return validateForm({ document, media, fields: grouped(text) })
  if (!isJsonType(contentType)) {
    const problem = checkText(document, media.schema, text)
    return problem === undefined ? [] : [`body ${problem}`]
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return [`the body from ${origin} is not JSON: ${explain(text, error)}`]
  }
  return validateBody({ document, media, value })
}

const bare = (type: string): string => type.split(';', 1)[0]?.trim().toLowerCase() ?? ''

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function explain(text: string, error: unknown): string {
  if (text.startsWith('\ufeff')) return 'it starts with a byte order mark'
  // The engine's message quotes the text, which may be secret; the place is what helps.
  const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined
  if (position === undefined) return 'it ends too early'
  const before = text.slice(0, Number(position)).split('\n')
  return `unexpected character at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
