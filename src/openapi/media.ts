import type { FlattenContext } from './context.js'
import { defined, entries, isObject, own, text } from './json.js'
import type { Encoding, MediaTypeModel, RequestBodyModel, ResponseModel, Schema } from './model.js'
import { pointer } from './pointer.js'
import { resolveRef } from './resolve.js'

const STATUS = /^([1-5]\d\d|[1-5]XX|default)$/

/** `content` of a body, answer or parameter. */
export function flattenContent(value: unknown, at: string, context: FlattenContext): MediaTypeModel[] {
  return entries(value).flatMap(([type, media]) => {
    const here = pointer(at, type)
    const object = context.resolve(media, here)
    if (!object) return []
    return defined<MediaTypeModel>({
      type: type.toLowerCase(),
      schema: schemaOf(object),
      examples: flattenExamples(object, context),
      encoding: isObject(object.encoding) ? flattenEncoding(object.encoding) : undefined,
    })
  })
}

function flattenEncoding(encoding: Schema): Record<string, Encoding> {
  return Object.fromEntries(
    entries(encoding).map(([name, rule]) => [
      name,
      defined<Encoding>({
        contentType: text(own(rule, 'contentType')),
        style: text(own(rule, 'style')),
        explode: flag(own(rule, 'explode')),
        allowReserved: flag(own(rule, 'allowReserved')),
      }),
    ]),
  )
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** Schema of a parameter or media type; `{}` is any value. */
export function schemaOf(holder: Record<string, unknown>): Schema {
  if (holder.schema === false) return { not: {} }
  return isObject(holder.schema) ? holder.schema : {}
}

/** `example` first, then `examples`. */
export function flattenExamples(
  holder: Record<string, unknown>,
  context: FlattenContext,
): MediaTypeModel['examples'] {
  const single = Object.hasOwn(holder, 'example') ? [{ name: 'example', value: holder.example }] : []
  const named = entries(holder.examples).flatMap(([name, value]) => {
    const example = resolveRef(context.document, value)
    if (!example || !Object.hasOwn(example, 'value')) return []
    return defined<MediaTypeModel['examples'][number]>({
      name,
      summary: text(example.summary),
      value: example.value,
    })
  })
  return [...single, ...named]
}

export function flattenBody(
  value: unknown,
  at: string,
  context: FlattenContext,
): RequestBodyModel | undefined {
  if (value === undefined) return undefined
  const body = context.resolve(value, at)
  if (!body) return undefined
  return defined<RequestBodyModel>({
    required: body.required === true,
    description: text(body.description),
    content: flattenContent(body.content, pointer(at, 'content'), context),
  })
}

export function flattenResponses(value: unknown, at: string, context: FlattenContext): ResponseModel[] {
  return entries(value).flatMap(([key, member]) => {
    if (key.startsWith('x-')) return []
    const here = pointer(at, key)
    const status = key.toLowerCase() === 'default' ? 'default' : key.toUpperCase()
    if (!STATUS.test(status)) {
      context.warn(here, `"${key}" is not a status, a range such as 4XX, or default; it is ignored.`)
      return []
    }
    const response = context.resolve(member, here)
    if (!response) return []
    return defined<ResponseModel>({
      status,
      description: text(response.description),
      content: flattenContent(response.content, pointer(here, 'content'), context),
    })
  })
}

/** The schema that a holder's schema is or names. */
export function resolvedSchema(schema: Schema, context: FlattenContext): Schema {
  return resolveRef(context.document, schema) ?? {}
}

/** An example of a schema itself. */
export function schemaExample(schema: Schema): unknown {
  return own(schema, 'example')
}
