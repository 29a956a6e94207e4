import type { OpenAPIDocument } from '../core/types.js'
import { isObject } from '../openapi/json.js'
import type { MediaTypeModel, Schema } from '../openapi/model.js'
import { readFormFile } from './files.js'
import { propertiesOf, resolve, subschemas, typesOf } from './schema.js'
import { validateBody } from './validate-body.js'

type Fields = Record<string, unknown>

/** Whether a media type is that of a form, by its name. */
export const isFormType = (type: string): boolean =>
  /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)

/** Fields of a form, where they are given as a JSON object. */
export function parseFields(bytes: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Fields of a form that is written already: a list where a name occurs more than once. */
export function grouped(text: string): Fields {
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text.trim()))
    fields.set(name, [...(fields.get(name) ?? []), value])
  return Object.fromEntries(
    Array.from(fields, ([name, values]) => [name, values.length > 1 ? values : values[0]]),
  )
}

/** Fields of a form with `@path` replaced by the file, where the document wants a file. */
export function withFiles(document: OpenAPIDocument, media: MediaTypeModel, fields: Fields): Fields {
  const properties = propertiesOf(document, resolve(document, media.schema))
  const read = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('@') ? readFormFile(value.slice(1)) : value
  return mapFields(fields, (value, name) => {
    const schema = properties.get(name) ?? {}
    if (isFile(schema)) return read(value)
    return Array.isArray(value) && subschemas(document, schema, 'items').some(isFile)
      ? value.map(read)
      : value
  })
}

const isFile = ({ format, contentMediaType, contentEncoding }: Schema): boolean =>
  format === 'binary' || (typeof contentMediaType === 'string' && contentEncoding === undefined)

/** Problems of a form: everything in it is sent as text, and fields that are null are left out. */
export async function validateForm(form: {
  document: OpenAPIDocument
  media: MediaTypeModel
  fields: Fields
}): Promise<string[]> {
  const { document, media, fields } = form
  const properties = propertiesOf(document, resolve(document, media.schema))
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null))
  const value = mapFields(given, (field, name) => {
    const wantsList = typesOf(properties.get(name) ?? {}).includes('array')
    return toValue(wantsList && !Array.isArray(field) ? [field] : field)
  })
  return validateBody({ document, media, value, isForm: true })
}

// What a file holds is for the server to check. Validating changes what it turns into numbers.
const toValue = (field: unknown): unknown => {
  if (field instanceof Blob) return ''
  return Array.isArray(field) ? field.map(toValue) : structuredClone(field)
}

const mapFields = (fields: Fields, change: (value: unknown, name: string) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value, name)]))
