import type { MediaTypeModel, OperationModel, ResponseModel } from '../../openapi/model.js'
import { successes } from '../../openapi/plan.js'
import { madeSample } from './body-forms.js'
import { jsonText } from './literal.js'
import { code, escapeText } from './markdown.js'
import { isBytes, preferredAnswer } from './operation.js'
import type { Page } from './page.js'
import { cell } from './prose.js'
import { inlineType, type SchemaScope } from './schema-type.js'

/** What to do about a failure that the client doesn't repeat. */
const ADVICE: Record<string, string> = {
  '400': 'Correct the request; the message says what is wrong.',
  '403': 'Use a token whose roles allow this.',
  '404': 'Check the parameters in the path.',
  '409': 'Read the current state, then decide.',
  '413': 'Send less.',
  '415': 'Send one of the content types above.',
  '422': 'Correct the values; the message says which.',
  '4XX': 'Read the message; the same call would fail again.',
  '5XX': 'Try later.',
}
const REPEATED = new Set(['408', '429', '500', '502', '503', '504', '5XX'])
const REPEATABLE = new Set(['get', 'head', 'options', 'put', 'delete'])
/** Statuses after which even a call that may not run twice is repeated, and when. */
const ALWAYS_REPEATED: Record<string, string> = {
  '429': 'Repeated by itself, as `Retry-After` asks; then call less often.',
  '503': 'Repeated by itself where `Retry-After` asks for it; else check, then call again.',
}
const LOGIN = {
  sdk: 'Authorize with a token that is neither expired nor revoked.',
  cli: 'Log in with `epilot auth login`, or set `EPILOT_TOKEN`.',
}

export function answerTable(
  scope: SchemaScope,
  operation: OperationModel,
  page: 'sdk' | 'cli',
): { columns: string[]; rows: string[][] } {
  const detail = page === 'sdk' ? 'Body' : 'Exit code'
  const rows = operation.responses.map((response) => [
    code(response.status),
    cell(response.description ?? ''),
    page === 'sdk' ? bodyType(scope, response) : exitCode(response.status),
    advice(operation, response.status, page),
  ])
  return { columns: ['Status', 'Meaning', detail, 'What to do'], rows }
}

function bodyType(scope: SchemaScope, response: ResponseModel): string {
  const media = preferredAnswer(response.content)
  return media ? code(answerType(scope, media)) : 'none'
}

/** Type of an answer's body on one line. */
export function answerType(scope: SchemaScope, media: MediaTypeModel): string {
  return isBytes(media) ? 'ArrayBuffer | Uint8Array' : inlineType(scope, media.schema)
}

function exitCode(status: string): string {
  if (status.startsWith('2')) return '0'
  if (status === '401') return '3'
  if (status.startsWith('4')) return status === '4XX' ? '4, or 3 for 401' : '4'
  if (status.startsWith('5')) return '5'
  return status.startsWith('3') ? '1' : 'by status'
}

function advice({ method }: OperationModel, status: string, page: 'sdk' | 'cli'): string {
  if (/^[123]/.test(status)) return ''
  if (status === '401') return LOGIN[page]
  if (REPEATED.has(status) && REPEATABLE.has(method)) return 'Repeated by itself; then try later.'
  if (REPEATED.has(status))
    return ALWAYS_REPEATED[status] ?? 'Not repeated, since it may have had an effect: check, then call again.'
  return ADVICE[status] ?? ADVICE[`${status.charAt(0)}XX`] ?? 'Read the status and the message.'
}

/** Bodies of the answer that a call hopes for, if it has one: the author's examples, or one that is made. */
export function answerSamples(
  scope: SchemaScope,
  operation: OperationModel,
): { media: MediaTypeModel; examples: MediaTypeModel['examples'] } | undefined {
  const [success] = successes(operation)
  const media = success && preferredAnswer(success.content)
  if (!media || media.examples.length > 0) return media && { media, examples: media.examples }
  const value = madeSample(scope, media.schema, { direction: 'read' })
  return { media, examples: [{ name: '', value }] }
}

/** Each body, by its name where there are several. */
export function addBodies(page: Page, examples: MediaTypeModel['examples']): void {
  for (const { name, summary, value } of examples) {
    if (examples.length > 1) page.add(`${escapeText(summary ?? name)}:`)
    page.code('json', jsonText(value))
  }
}
