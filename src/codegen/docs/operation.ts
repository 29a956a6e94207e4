import { isObject } from '../../openapi/json.js'
import { isBinary, isForm, isJson } from '../../openapi/media-types.js'
import type { ApiModel, MediaTypeModel, OperationModel, SecuritySchemeModel } from '../../openapi/model.js'
import { code } from './markdown.js'
import { firstLine, prose } from './prose.js'
import { type SchemaScope, target } from './schema-type.js'

/** What an operation does, on one line of Markdown; empty where the document doesn't say. */
export function summaryOf(operation: OperationModel): string {
  const summary = operation.summary?.trim() ?? ''
  return firstLine(summary !== '' && summary !== operation.id ? summary : (operation.description ?? ''))
}

/** What an operation does, in full. */
export function introductionOf(operation: OperationModel): string {
  const description = prose(operation.description ?? '')
  const summary = summaryOf(operation)
  const says = description.startsWith(summary) ? [description] : [summary, description]
  const warning = operation.deprecated
    ? '> [!WARNING]\n> Deprecated: it may go away. Use another operation.'
    : ''
  return [warning, ...says].filter(Boolean).join('\n\n')
}

/** `GET /path`, with the server where it isn't the API's, and the credentials where they aren't. */
export function endpointOf(operation: OperationModel, model: ApiModel): string {
  const { method, path, server, security } = operation
  const endpoint = code(`${method.toUpperCase()} ${path}`)
  const isUsual = JSON.stringify(security) === JSON.stringify(model.security)
  return [
    server === undefined ? endpoint : `${endpoint} at ${code(server)}`,
    isUsual ? '' : credentialsOf(security, model),
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** The alternatives that an operation accepts, in words. */
function credentialsOf(security: string[][], { securitySchemes }: ApiModel): string {
  if (security.length === 0) return 'Public: no credentials are sent.'
  const alternatives = security.map((names) => {
    const parts = names.map((name) => `${code(name)} (${kindOf(securitySchemes[name])})`)
    return parts.length === 0 ? 'none' : parts.join(' with ')
  })
  return `Credentials: ${alternatives.join(', or ')}.`
}

function kindOf(scheme: SecuritySchemeModel | undefined): string {
  if (scheme?.type === 'apiKey') return `${scheme.in} ${code(scheme.name ?? '')}`
  return scheme?.scheme === 'basic' ? 'user name and password' : 'bearer token'
}

/** Whether a body or answer is bytes as a whole. */
export function isBytes(media: MediaTypeModel): boolean {
  return isBinary(media) && !media.type.startsWith('multipart/')
}

/** JSON where there is a choice: what clients read by default. */
export function preferredAnswer(content: readonly MediaTypeModel[]): MediaTypeModel | undefined {
  return content.find(({ type }) => isJson(type)) ?? content[0]
}

/** Whether a body is given as a text, whatever schema describes it. */
export function isTextual(media: MediaTypeModel): boolean {
  return !isBytes(media) && !isJson(media.type) && !isForm(media.type) && !media.type.startsWith('*')
}

/** One of each kind, for ranges of which clients pick none themselves. */
const IN_RANGE: Record<string, string> = {
  text: 'text/plain',
  multipart: 'multipart/form-data',
  image: 'image/png',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  font: 'font/woff2',
}

/** Content type of a body: one of those that a range such as `image/*` stands for. */
export function sentType(media: MediaTypeModel): string {
  const range = /^([^/;]+)\/\*\s*(?:;|$)/.exec(media.type)?.[1]
  if (range === undefined) return media.type
  return IN_RANGE[range] ?? (isBytes(media) ? 'application/octet-stream' : 'application/json')
}

/** Operations with their tags: those of the document in order, then those without a tag. */
export function byTag(
  tags: readonly { name: string }[],
  operations: readonly OperationModel[],
): { title: string; operations: OperationModel[] }[] {
  const groups = tags.map(({ name }) => ({
    title: name,
    operations: operations.filter((operation) => operation.tags.includes(name)),
  }))
  const untagged = operations.filter((operation) => operation.tags.length === 0)
  return [...groups, { title: 'Other', operations: untagged }].filter((group) => group.operations.length > 0)
}

/** JSONata of the first member of an answer that is a plain object. */
export function firstMember(scope: SchemaScope, schema: unknown): string | undefined {
  const { properties } = target(scope, schema)
  const [name] = isObject(properties) ? Object.keys(properties) : []
  return name === undefined || /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``
}
