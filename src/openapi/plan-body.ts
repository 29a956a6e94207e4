import type { OpenAPIDocument } from '../core/types.js'
import { items } from './json.js'
import { isBinary, isForm, isJson, isText, preferredContent } from './media-types.js'
import type { Encoding, MediaTypeModel, RequestBodyModel, Schema } from './model.js'
import { type Expression, type Members, planStyle } from './plan.js'
import { resolveRef } from './resolve.js'

/** How a body is written. */
export interface BodyPlan {
  /** Where the body has one kind of content type; else the first step chooses. */
  contentType?: string
  prepare: Expression[]
}

export function planBody(body: RequestBodyModel, document: OpenAPIDocument): BodyPlan {
  const preferred = preferredContent(body)
  if (!preferred) return { prepare: [] }
  const others = body.content.filter((media) => media !== preferred)
  const json = [preferred, ...others].find(isJsonMedia)
  const takesText = json !== undefined && takesScalars(json.schema, document)
  const ordered = [
    ...[preferred, ...others.filter(({ type }) => isForm(type))],
    ...others.filter(({ type }) => !isForm(type) && !isText(type) && !isJson(type)),
    // Where JSON may be a text, a text is JSON: the call says so where it isn't.
    ...others.filter(({ type }) => isText(type) && !takesText),
  ]
  const types = [...new Set(ordered.flatMap(sentTypes))]
  const steps = new Map<string, Expression>()
  for (const step of [preferred, ...others].flatMap(planMedia)) steps.set(JSON.stringify(step), step)
  const prepare = [...steps.values(), ...(takesText ? [{ name: 'jsonBody' }] : [])]
  const [only = ''] = types
  if (types.length === 1 && !only.includes('*')) return { contentType: only, prepare }
  return { prepare: [{ name: 'contentTypes', args: types.map((value) => ({ value })) }, ...prepare] }
}

/** What a documented content type or range of them is sent as. */
function sentTypes(media: MediaTypeModel): string[] {
  const { type } = media
  if (/^application\/\*\+json/.test(type)) return ['application/json']
  if (/^(\*|application)\/\*/.test(type))
    return isBinary(media) ? ['application/octet-stream'] : ['application/json', 'application/octet-stream']
  return [type.replace('multipart/*', 'multipart/form-data')]
}

function isJsonMedia(media: MediaTypeModel): boolean {
  return sentTypes(media).some(isJson)
}

function planMedia(media: MediaTypeModel): Expression[] {
  const { type, encoding = {} } = media
  if (type.startsWith('application/x-www-form-urlencoded'))
    return [{ name: 'formUrlEncoded', args: argument(membersOf(encoding, serializerOf)) }]
  if (!type.startsWith('multipart/')) return isBinary(media) ? [{ name: 'bytes' }] : []
  const types = argument(membersOf(encoding, partType))
  if (/^multipart\/(form-data|\*)/.test(type)) return [{ name: 'multipart', args: types }]
  return [{ name: 'multipartOf', args: [{ value: type.replace(/;.*/, '') }, ...types] }]
}

function argument(members: Members): Members[] {
  return Object.keys(members.members).length > 0 ? [members] : []
}

function membersOf(
  encoding: Record<string, Encoding>,
  plan: (rule: Encoding) => Members['members'][string] | undefined,
): Members {
  const planned = Object.entries(encoding).flatMap(([name, rule]) => {
    const member = plan(rule)
    return member ? [[name, member] as const] : []
  })
  return { members: Object.fromEntries(planned) }
}

/** OpenAPI 3.0.3, Encoding Object: `contentType` counts where nothing is said about the style. */
function serializerOf({ contentType, style, explode, allowReserved }: Encoding): Expression | undefined {
  if (style === undefined && explode === undefined && allowReserved === undefined)
    return contentType !== undefined && isJson(contentType) ? { name: 'json' } : undefined
  const known = STYLES.find((one) => one === style) ?? 'form'
  const base = planStyle({ style: known, explode: explode ?? known === 'form', in: 'query' })
  return allowReserved === true ? { name: 'reserved', args: [base ?? { name: 'form' }] } : base
}

const STYLES = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']

/** Of a list of types the first that isn't a range. */
function partType({ contentType = '' }: Encoding): { value: string } | undefined {
  const value = contentType.split(',').find((type) => type.trim() !== '' && !type.includes('*'))
  return value === undefined ? undefined : { value: value.trim() }
}

/** Whether a schema takes a text, number or boolean. */
function takesScalars(value: unknown, document: OpenAPIDocument, open = new Set<unknown>()): boolean {
  const schema = resolveRef(document, value)
  if (!schema || open.has(schema)) return false
  const seen = new Set(open).add(schema)
  const takes = (member: unknown): boolean => takesScalars(member, document, seen)
  const types = [schema.type].flat().filter((type) => typeof type === 'string')
  if (types.length > 0) return types.some((type) => !['object', 'array', 'null'].includes(type))
  if (Array.isArray(schema.enum)) return schema.enum.some((one) => typeof one !== 'object')
  if (hasStructure(schema)) return false
  for (const choice of [schema.oneOf, schema.anyOf])
    if (items(choice).length > 0) return items(choice).some(takes)
  return items(schema.allOf).every(takes)
}

function hasStructure(schema: Schema): boolean {
  return ['properties', 'additionalProperties', 'required', 'items'].some((key) => key in schema)
}
