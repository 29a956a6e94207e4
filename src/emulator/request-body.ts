import type { MediaTypeModel, OperationModel } from '../openapi/model.js'
import { readMultipart, readUrlEncoded, type SchemaReader } from './form-body.js'
import { quote, Refusal } from './refusal.js'

/** Largest request body, in bytes; what an API gateway takes. */
const MAX_BODY = 10_000_000

/** A body as its media type says, and whether its values are text that has yet to get types. */
export interface ParsedBody {
  media: MediaTypeModel
  value: unknown
  isForm: boolean
}

/** @throws {Refusal} 400 when the body is missing, of another content type or malformed; 413 when it is too large */
export const parseBody = async (input: {
  operation: OperationModel
  request: Request
  schemas: SchemaReader
}): Promise<ParsedBody | undefined> => {
  const { operation, request, schemas } = input
  const { requestBody } = operation
  if (!requestBody) return undefined
  const types = requestBody.content.map(({ type }) => type)
  const header = request.headers.get('content-type')
  const bytes = await readBytes(request)
  if (bytes.length === 0) {
    if (!requestBody.required) return undefined
    throw new Refusal(400, `body is missing; ${operation.id} needs one of type ${types.join(' or ')}`)
  }

  const type = mediaType(header ?? '')
  const media = requestBody.content.find((candidate) => accepts(mediaType(candidate.type), type))
  if (!media)
    throw new Refusal(
      400,
      `body must be of type ${types.join(' or ')}, ${header ? `not ${quote(header)}` : 'and the Content-Type header must say so'}`,
    )
  if (isJson(type)) return { media, value: parseJson(bytes), isForm: false }
  if (type === 'application/x-www-form-urlencoded')
    return { media, value: readUrlEncoded({ form: decode(bytes), media, schemas }), isForm: true }
  if (type.startsWith('multipart/')) {
    const form = await parseMultipart(bytes, header ?? '')
    return { media, value: await readMultipart({ form, media, schemas }), isForm: true }
  }
  return { media, value: type.startsWith('text/') ? decode(bytes) : undefined, isForm: false }
}

const readBytes = async (request: Request): Promise<Uint8Array<ArrayBuffer>> => {
  if (Number(request.headers.get('content-length')) > MAX_BODY) throw tooLarge()
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > MAX_BODY) throw tooLarge()
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

// The rest of the body is still on its way, so the connection can't carry another request.
const tooLarge = (): Refusal =>
  new Refusal(413, `body must have at most ${MAX_BODY} bytes`, { connection: 'close' })

export const mediaType = (header: string): string => (header.split(';')[0] ?? '').trim().toLowerCase()

/** Whether a media range such as `text/*` covers a type. */
export const accepts = (pattern: string, type: string): boolean =>
  pattern === type || pattern === '*/*' || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)))

export const isJson = (type: string): boolean => /^application\/json$|\+json$/.test(mediaType(type))

const decode = (bytes: Uint8Array<ArrayBuffer>): string => new TextDecoder().decode(bytes)

const parseJson = (bytes: Uint8Array<ArrayBuffer>): unknown => {
  try {
    return JSON.parse(decode(bytes))
  } catch {
    throw new Refusal(400, 'body must be JSON; it does not parse')
  }
}

const parseMultipart = async (bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> => {
  try {
    // The other types have parts of the same form.
    const type = contentType.replace(/^\s*multipart\/[^;]+/i, 'multipart/form-data')
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch {
    throw new Refusal(400, `body must be ${mediaType(contentType)}; it does not parse`)
  }
}
