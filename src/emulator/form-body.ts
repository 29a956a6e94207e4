import type { MediaTypeModel, ParameterModel, Schema } from '../openapi/model.js'
import { splitQuery } from './query.js'
import { Refusal } from './refusal.js'

/** What a form's reader has to know about schemas. */
export interface SchemaReader {
  /** Type of the values that a schema takes. */
  typeOf(schema: Schema): string | undefined
  /** Members that a schema describes, by name. */
  membersOf(schema: Schema): Map<string, Schema>
}

interface Form<Encoded> {
  form: Encoded
  media: MediaTypeModel
  schemas: SchemaReader
}

const JSON_TYPE = /[/+]json\b/

/** Members of an `application/x-www-form-urlencoded` body, each in the style of the document. */
export const readUrlEncoded = ({ form: text, media, schemas }: Form<string>): unknown => {
  const parameters = [...schemas.membersOf(media.schema)].map(([name, schema]) =>
    memberParameter({ name, schema, media }),
  )
  const { values, left } = splitQuery({
    search: `?${text}`,
    parameters,
    credentials: [],
    typeOf: schemas.typeOf,
    place: 'body',
  })
  return { ...group([...new URLSearchParams(text)].filter(([name]) => left.has(name))), ...values }
}

const memberParameter = (member: { name: string; schema: Schema; media: MediaTypeModel }): ParameterModel => {
  const { name, schema } = member
  const { encoding } = member.media
  const {
    contentType = '',
    style,
    explode,
  } = (encoding && Object.hasOwn(encoding, name) && encoding[name]) || {}
  const isJson = JSON_TYPE.test(contentType) && style === undefined && explode === undefined
  return {
    ...{ name, schema, in: 'query', required: false, deprecated: false, allowReserved: false },
    style: style ?? 'form',
    explode: explode ?? (style ?? 'form') === 'form',
    ...(isJson && { contentType }),
  }
}

/** Members of a `multipart/` body: a part that is JSON is read, any other file counts as text. */
export const readMultipart = async ({ form, media, schemas }: Form<FormData>): Promise<unknown> => {
  const members = schemas.membersOf(media.schema)
  const entries = await Promise.all(
    [...form].map(async ([name, value]): Promise<[string, unknown]> => {
      const schema = members.get(name)
      const type = schema && schemas.typeOf(schema)
      return [name, await readPart({ name, value, type })]
    }),
  )
  return group(entries)
}

const readPart = async (part: {
  name: string
  value: string | File
  type: string | undefined
}): Promise<unknown> => {
  const { name, value, type } = part
  const isFile = typeof value !== 'string'
  const isStructured = type === 'object' || type === 'array'
  if (isFile && !(JSON_TYPE.test(value.type) && type !== 'string')) return ''
  const text = isFile ? await value.text() : value
  if (!isFile && !isStructured) return text
  try {
    return JSON.parse(text)
  } catch {
    // A list may be several parts of text.
    if (!isFile) return text
    throw new Refusal(400, `body/${name} must be JSON; it does not parse`)
  }
}

/** One value per name, an array where a name occurs more than once. */
const group = (entries: Iterable<[string, unknown]>): Record<string, unknown> => {
  const grouped = new Map<string, unknown[]>()
  for (const [name, value] of entries) grouped.set(name, [...(grouped.get(name) ?? []), value])
  return Object.fromEntries(
    [...grouped].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  )
}
