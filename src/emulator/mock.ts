import type { OpenAPIDocument } from '../core/types.js'
import { isBinary } from '../openapi/media-types.js'
import type {
  ApiModel,
  MediaTypeModel,
  OperationModel,
  ResponseModel,
  SecuritySchemeModel,
} from '../openapi/model.js'
import { createAnswers } from './answers.js'
import { parseCookies } from './cookies.js'
import { Refusal } from './refusal.js'
import { accepts, isJson, mediaType } from './request-body.js'
import { createService } from './service.js'
import { toXml } from './xml.js'

/** Statuses that have no body. */
const BODILESS = new Set([204, 205, 304])

/**
 * Answers the requests that a document allows, from the document alone: each with the documented example, or one made
 * from the schema. It keeps nothing, and takes any credential of the right form.
 */
export const createMock = (model: ApiModel): ((request: Request) => Promise<Response>) => {
  const answerOf = createAnswers(model)
  return createService({
    model,
    authorize: (operation, request) => requireCredentials({ model, operation, request }),
    answer: ({ operation, request }) => {
      const response = pickResponse(operation.responses)
      return response
        ? respond({ response, request, document: model.document, answerOf })
        : new Response(null, { status: 204 })
    },
  })
}

const requireCredentials = (input: {
  model: ApiModel
  operation: OperationModel
  request: Request
}): void => {
  const { model, operation, request } = input
  const { security, id } = operation
  const isSet = (name: string): boolean => {
    const scheme = model.securitySchemes[name]
    return !scheme || hasCredential(scheme, request)
  }
  if (security.length === 0 || security.some((names) => names.every(isSet))) return
  const wanted = security.map((names) => names.join(' and ')).join(', or ')
  throw new Refusal(401, `The request has no credentials; ${id} needs ${wanted}.`)
}

const hasCredential = (scheme: SecuritySchemeModel, { headers, url }: Request): boolean => {
  const { name = '' } = scheme
  if (scheme.type === 'apiKey') {
    if (scheme.in === 'header') return headers.has(name)
    if (scheme.in === 'query') return new URL(url).searchParams.has(name)
    return parseCookies(headers.get('cookie')).has(name)
  }
  const form = scheme.type === 'http' && scheme.scheme === 'basic' ? /^basic +\S/i : /^bearer +\S/i
  return form.test(headers.get('authorization') ?? '')
}

/** The first answer that means success, else the first there is. */
const pickResponse = (responses: ResponseModel[]): ResponseModel | undefined =>
  responses.find(({ status }) => /^2\d\d$/.test(status)) ??
  responses.find(({ status }) => status === '2XX' || status === 'default') ??
  responses.find(({ status }) => !status.startsWith('1'))

/** Header that tells why a body isn't what its schema says. */
const PROBLEM = 'x-mock-problem'

const respond = (input: {
  response: ResponseModel
  request: Request
  document: OpenAPIDocument
  answerOf: ReturnType<typeof createAnswers>
}): Response => {
  const { response, request, document, answerOf } = input
  const status = statusOf(response)
  const media = BODILESS.has(status)
    ? undefined
    : pickMedia(response.content, request.headers.get('accept') ?? '*/*')
  if (!media) return new Response(null, { status })
  const { value, problem, isDocumented } = answerOf(media)
  const headers = new Headers({ 'content-type': typeOf(media, value) })
  if (problem !== undefined) {
    const whose = isDocumented ? 'The example' : 'No value was found that fits the schema; this one'
    headers.set(PROBLEM, printable(`${whose} does not fit: ${problem}`).slice(0, 1000))
  }
  return new Response(textOf(value, media, document), { status, headers })
}

/** What a header can carry of a text. */
const printable = (text: string): string => text.replace(/[^ -~]/g, '?')

const typeOf = ({ type }: MediaTypeModel, value: unknown): string => {
  if (!type.includes('*')) return printable(type)
  return typeof value === 'string' && !isJson(type) ? 'text/plain' : 'application/json'
}

const textOf = (value: unknown, media: MediaTypeModel, document: OpenAPIDocument): string => {
  const { type, schema } = media
  if (typeof value === 'string' && !isJson(type)) return value
  if (isBinary(media) && !type.startsWith('multipart/')) return 'bytes'
  return /[/+]xml$/.test(mediaType(type)) ? toXml(value, schema, document) : JSON.stringify(value ?? null)
}

/** `2XX` is 200, `4XX` 400; a default answer is a success. */
const statusOf = ({ status }: ResponseModel): number =>
  status === 'default' ? 200 : Number(status.replace('XX', '00'))

/** Plain JSON if the client takes it, then any JSON, then what it takes, then what there is. */
const pickMedia = (content: MediaTypeModel[], accept: string): MediaTypeModel | undefined => {
  const rank = ({ type }: MediaTypeModel) => (type === 'application/json' ? 0 : isJson(type) ? 1 : 2)
  const byRank = content.toSorted((a, b) => rank(a) - rank(b))
  const ranges = accept.split(',').map(mediaType)
  const isAccepted = ({ type }: MediaTypeModel) => ranges.some((range) => accepts(range, type))
  return byRank.find(isAccepted) ?? byRank[0]
}
