import { isObject } from '../../openapi/json.js'
import type { MediaTypeModel, OperationModel, Schema } from '../../openapi/model.js'
import { isBinary, isJson, preferredContent, successes } from '../../openapi/plan.js'
import { type SampleOptions, sampleSchema } from '../../openapi/sample.js'
import { type Variant, variantsOf } from './fields.js'
import { jsonText } from './literal.js'
import { firstLine, prose } from './prose.js'
import { type SchemaScope, target } from './schema-type.js'

/** Lines of a sample that a reader sees at once. */
const SCREEN = 60

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

/** `get /path`, as the pages print it. */
export function endpointOf(operation: OperationModel): string {
  return `${operation.method.toUpperCase()} ${operation.path}`
}

export interface BodySample extends Variant {
  /** Media type of the sample. */
  type: string
  value: unknown
}

/**
 * A sample of the body, for each way to write it. Empty: the operation takes none.
 *
 * @param binary What stands for a file.
 */
export function bodySamples(
  scope: SchemaScope,
  { requestBody }: OperationModel,
  binary: unknown,
): BodySample[] {
  const media = requestBody && preferredContent(requestBody)
  if (!media) return []
  const { type, schema, examples } = media
  if (isBytes(media)) return [{ schema, type, value: binary }]
  const variants = variantsOf(scope, schema)
  // Documents give one example per variant, in the variants' order, or one for all.
  const given = examples.length === variants.length || variants.length === 1 ? examples : []
  return variants.map((variant, index) => {
    const made = () => madeSample(scope, variant.schema, { binary })
    return { ...variant, type, value: given[index] ? given[index].value : made() }
  })
}

/** A value with optional members, unless it would fill more than a screen with them. */
function madeSample({ document }: SchemaScope, schema: Schema, options: SampleOptions): unknown {
  const full = sampleSchema(schema, document, { ...options, full: true })
  return jsonText(full).split('\n').length > SCREEN ? sampleSchema(schema, document, options) : full
}

/** Body of the answer that a call hopes for, if it has one. */
export function answerSample(
  scope: SchemaScope,
  operation: OperationModel,
): { media: MediaTypeModel; value: unknown } | undefined {
  const [success] = successes(operation)
  const media = success && preferredAnswer(success.content)
  if (!media) return undefined
  const [example] = media.examples
  return { media, value: example ? example.value : madeSample(scope, media.schema, { direction: 'read' }) }
}

/** Whether a body or answer is bytes as a whole. */
export function isBytes(media: MediaTypeModel): boolean {
  return isBinary(media) && !media.type.startsWith('multipart/')
}

/** JSON where there is a choice: what clients read by default. */
export function preferredAnswer(content: readonly MediaTypeModel[]): MediaTypeModel | undefined {
  return content.find(({ type }) => isJson(type)) ?? content[0]
}

/** Whether a body is written as an object: JSON and the form types. */
export function isStructured(type: string): boolean {
  return isJson(type) || /^(?:multipart\/|application\/x-www-form-urlencoded)/.test(type)
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
