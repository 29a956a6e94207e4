import { isDeepStrictEqual } from 'node:util'
import type { Recorded } from '../../test/wire/recorder.js'
import { asText, decodeForm, decodeSimple, queryPairs } from './decode.js'
import { type DocumentedOperation, isJson, type Json, type MediaType, type Parameter } from './operations.js'
import type { Validate } from './schemas.js'

/** What a call was made with. */
export interface SentCall {
  parameters: Map<Parameter, unknown>
  /** Absent: without a body. */
  body?: { value: unknown; media: MediaType }
  /** By scheme name. */
  credentials: Record<string, string>
}

/** What axios and Node send of their own accord. */
const OWN_HEADERS = [
  ...['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host', 'user-agent'],
  'transfer-encoding',
]

/** What about a request isn't as the document says; nothing where all is. */
export const problemsOf = async (
  request: Recorded,
  operation: DocumentedOperation,
  { call, document, validate }: { call: SentCall; document: Json; validate: Validate },
): Promise<string[]> => {
  const problems: string[] = []
  const same = (what: string, arrived: unknown, expected: unknown): void => {
    if (!isDeepStrictEqual(plain(arrived), plain(expected)))
      problems.push(`${what} is ${JSON.stringify(arrived)}, not ${JSON.stringify(expected)}`)
  }
  const [path = '', query = ''] = request.url.split('?')
  const left = {
    query: queryPairs(query),
    cookie: queryPairs(`${request.headers.cookie ?? ''}`.replaceAll('; ', '&')),
    headers: new Map(Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.includes(name))),
  }
  left.headers.delete('cookie')
  same('method', request.method.toLowerCase(), operation.method)
  // A fragment tells operations of one path apart; no request has one.
  const segments = segmentsOf(path, operation.path.split('#')[0] as string)
  if (!segments) return [...problems, `path ${path} is not of ${operation.path}`]

  const credentials = new Map(schemesOf(operation, document).map((one) => [`${one.place} ${one.name}`, one]))
  for (const [place, given] of call.parameters) {
    // A credential goes where a parameter of its name would.
    const value = credentials.has(`${place.in} ${place.name.toLowerCase()}`) ? undefined : given
    if (value === undefined) continue
    same(
      `${place.in} parameter ${place.name}`,
      arrivedValue(place, value, { segments, left }),
      place.isJson ? value : asText(value, place.style),
    )
  }
  for (const { place, name, scheme, prefix } of credentials.values()) {
    const sent = call.credentials[scheme] ?? ''
    const expected = prefix === 'Basic ' ? `Basic ${Buffer.from(sent).toString('base64')}` : prefix + sent
    if (place === 'header') {
      same(`credential ${scheme} in header ${name}`, left.headers.get(name), expected)
      left.headers.delete(name)
    } else {
      const list = place === 'query' ? left.query : left.cookie
      const index = list.findIndex(([key]) => key.toLowerCase() === name)
      const [[, raw = ''] = []] = index < 0 ? [] : list.splice(index, 1)
      same(`credential ${scheme} in ${place} ${name}`, decodeURIComponent(raw), expected)
    }
  }
  same('headers that the document does not name', [...left.headers.keys()], [])
  same('query parameters that the document does not name', left.query, [])
  same('cookies that the document does not name', left.cookie, [])
  return [...problems, ...(await bodyProblems(request, call, validate))]
}

/** A list of one is no different from its item, once it is text. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value.map(plain)
  if (value instanceof Map) return plain([...value])
  if (isJson(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
  return value
}

/** Raw values of a path template's parameters. */
const segmentsOf = (path: string, template: string): Record<string, string> | undefined => {
  const names: string[] = []
  const pattern = template
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!/^\{.*\}$/.test(part)) return encodeURI(part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      names.push(part.slice(1, -1))
      return '([^/]+)'
    })
    .join('')
  const match = new RegExp(`^${pattern}$`).exec(path)
  return match ? Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])) : undefined
}

interface Left {
  query: [string, string][]
  cookie: [string, string][]
  headers: Map<string, string | string[] | undefined>
}

const arrivedValue = (
  parameter: Parameter,
  value: unknown,
  { segments, left }: { segments: Record<string, string>; left: Left },
): unknown => {
  const { name, isJson: hasContent } = parameter
  if (parameter.in === 'path') {
    const raw = segments[name] ?? ''
    if (hasContent) return parsed(decodeURIComponent(raw))
    return decodeSimple(raw, parameter, { value, decode: decodeURIComponent })
  }
  if (parameter.in === 'header') {
    const key = name.toLowerCase()
    const raw = left.headers.get(key)
    left.headers.delete(key)
    if (raw === undefined) return undefined
    return hasContent ? parsed(`${raw}`) : decodeSimple(`${raw}`, parameter, { value, decode: String })
  }
  const list = parameter.in === 'query' ? left.query : left.cookie
  if (!hasContent) return decodeForm(list, parameter, value)
  const text = decodeForm(list, { ...parameter, style: 'form', explode: true }, '')
  return typeof text === 'string' ? parsed(text) : text
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return `no JSON: ${text}`
  }
}

interface Credential {
  scheme: string
  place: 'header' | 'query' | 'cookie'
  /** Lower-case. */
  name: string
  prefix: string
}

/** Where the credentials of the first alternative go. A scheme that the document forgot to define is a bearer token. */
const schemesOf = ({ security }: DocumentedOperation, document: Json): Credential[] => {
  const defined = ((document.components as Json | undefined)?.securitySchemes ?? {}) as Record<string, Json>
  const known = security.filter((names) => names.every((name) => name in defined))
  // Optional credentials are sent where they are set.
  const alternative = known.find((names) => names.length > 0) ?? known[0] ?? security[0] ?? []
  return alternative.flatMap((scheme): Credential[] => {
    const { type, in: place, name, scheme: kind } = defined[scheme] ?? {}
    // A certificate belongs to the connection.
    if (type === 'mutualTLS') return []
    if (type === 'apiKey')
      return [{ scheme, place: place as Credential['place'], name: String(name).toLowerCase(), prefix: '' }]
    const prefix = String(kind).toLowerCase() === 'basic' ? 'Basic ' : 'Bearer '
    return [{ scheme, place: 'header', name: 'authorization', prefix }]
  })
}

const bodyProblems = async (
  { headers, body }: Recorded,
  call: SentCall,
  validate: Validate,
): Promise<string[]> => {
  if (!call.body) return body.length > 0 ? [`a body of ${body.length} bytes arrived`] : []
  const { media, value } = call.body
  const type = `${headers['content-type']}`
  const isAny = media.type.startsWith('*') || media.type.startsWith('application/*')
  if (!isAny && type.split(';')[0] !== media.type.split(';')[0])
    return [`content type is ${type}, not ${media.type}`]
  const arrived = await readBody(body, type)
  if (!isDeepStrictEqual(arrived, wireBody(value, type)))
    return [`body is ${JSON.stringify(arrived)?.slice(0, 300)}, not ${JSON.stringify(value)?.slice(0, 300)}`]
  if (!/json/.test(type) || media.schema === undefined) return []
  const problem = validate(media.at, arrived)
  return problem === undefined ? [] : [`body does not fit its schema: ${problem}`]
}

/** A body as a server would read it. */
const readBody = async (body: Buffer, type: string): Promise<unknown> => {
  if (/json/.test(type)) return parsed(body.toString())
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    const parts = await Promise.all(
      [...form].map(async ([name, part]) => [name, typeof part === 'string' ? part : await part.text()]),
    )
    return parts
  }
  if (type.startsWith('application/x-www-form-urlencoded')) return [...new URLSearchParams(body.toString())]
  return body.toString('latin1')
}

/** What is to arrive for a value. */
const wireBody = (value: unknown, type: string): unknown => {
  if (/json/.test(type)) return JSON.parse(JSON.stringify(value))
  if (!/^multipart|urlencoded/.test(type))
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
  return Object.entries(value as Json).flatMap(([name, member]) =>
    [member].flat().map((item) => [name, partText(item)]),
  )
}

const partText = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : asPart(value)

const asPart = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
