import type { Operation } from '../core/types.js'
import { defined } from './json.js'
import type {
  ApiModel,
  MediaTypeModel,
  OperationModel,
  ParameterModel,
  RequestBodyModel,
  SecuritySchemeModel,
} from './model.js'

/**
 * A value of the runtime, by the name that src/core exports it under; with arguments, the answer of a call.
 * One plan serves twice: compiled to functions for a document known only at run time, and printed as code.
 */
export interface Expression {
  name: string
  args?: (Expression | Literal)[]
}

/** A plain argument. */
export interface Literal {
  value: string | object
}

export type OperationPlan = Omit<Operation, 'write' | 'prepare'> & {
  write?: Expression
  prepare?: Expression[]
}

/** Media type of answers that exceed the size a gateway lets through: a reference to the real one. */
const LARGE_RESPONSE = 'application/large-response.vnd+json'

export function isJson(type: string): boolean {
  return /^application\/(.+\+)?json\b/.test(type) || /^[^;]+\+json\b/.test(type)
}

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    /^application\/([^;]+\+)?(xml|yaml|javascript|jwt|x-ndjson|jsonl)\b/.test(type)
  )
}

/** Media types of an answer, without the reference to a large one. */
export function answerTypes(content: MediaTypeModel[]): MediaTypeModel[] {
  return content.filter(({ type }) => !type.startsWith(LARGE_RESPONSE))
}

/** Whether an answer of this type is read as bytes. */
export function isBinary({ type, schema }: MediaTypeModel): boolean {
  if (isJson(type) || isText(type)) return false
  if (type.startsWith('application/x-www-form-urlencoded')) return false
  return !type.startsWith('*') || schema.format === 'binary'
}

/** Answers of a call that went well; `default` counts where no 2xx is documented. */
export function successes({ responses }: OperationModel): OperationModel['responses'] {
  const documented = responses.filter(({ status }) => status.startsWith('2'))
  return documented.length > 0 ? documented : responses.filter(({ status }) => status === 'default')
}

/** What a body is sent as: JSON where the document allows it, else a form, else what comes first. */
export function preferredContent({ content }: RequestBodyModel): MediaTypeModel | undefined {
  const order = [
    /^application\/json\b/,
    /json\b/,
    /^\*|^application\/\*/,
    /^multipart\/form-data/,
    /x-www-form-urlencoded/,
  ]
  for (const pattern of order) {
    const match = content.find(({ type }) => pattern.test(type))
    if (match) return match
  }
  return content[0]
}

/** What the runtime has to know about an operation; everything that is the default is absent. */
export function planOperation(operation: OperationModel, model: ApiModel): OperationPlan {
  const parameters = operation.parameters.flatMap((parameter) => planParameter(parameter))
  const media = operation.requestBody && preferredContent(operation.requestBody)
  const answers = operation.responses.flatMap(({ content }) => answerTypes(content))
  const good = successes(operation).flatMap(({ content }) => answerTypes(content))
  const prepare = [
    media && planBody(media),
    good.length > 0 && good.every(isBinary) && { name: 'binary' },
    operation.responses.some(({ status }) => status.startsWith('3')) && { name: 'redirects' },
  ].filter((step) => typeof step === 'object')
  return defined<OperationPlan>({
    method: operation.method,
    path: operation.path,
    server: operation.server,
    contentType: media?.type.replace(/^(\*|application)\/\*.*/, 'application/json'),
    bodyRequired: operation.requestBody?.required ? true : undefined,
    security: same(operation.security, model.security) ? undefined : operation.security,
    json: answers.length > 0 && answers.every(({ type }) => isJson(type)) ? undefined : false,
    write: parameters.length > 0 ? { name: 'parameters', args: parameters } : undefined,
    prepare: prepare.length > 0 ? prepare : undefined,
  })
}

function same(left: string[][], right: string[][]): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function planParameter(parameter: ParameterModel): Expression[] {
  const serialize = planSerializer(parameter)
  const isRequired = parameter.required && parameter.in !== 'path'
  if (!serialize && !isRequired && (parameter.in === 'path' || parameter.in === 'query')) return []
  const special = {
    name: parameter.in,
    args: [{ value: parameter.name }, ...(serialize ? [serialize] : [])],
  }
  return [isRequired ? { name: 'required', args: [special] } : special]
}

function planSerializer(parameter: ParameterModel): Expression | undefined {
  const base = parameter.contentType ? contentSerializer(parameter) : styleSerializer(parameter)
  if (parameter.in !== 'query' || !parameter.allowReserved) return base
  return { name: 'reserved', args: [base ?? { name: 'form' }] }
}

function contentSerializer({ in: place }: ParameterModel): Expression {
  return { name: place === 'path' || place === 'header' ? 'jsonValue' : 'json' }
}

function styleSerializer({ style, explode, in: place }: ParameterModel): Expression | undefined {
  if (style === 'form') return explode ? undefined : { name: 'formFlat' }
  if (style === 'simple') return explode && place !== 'query' ? { name: 'simpleExplode' } : undefined
  if (style === 'label' || style === 'matrix') return { name: explode ? `${style}Explode` : style }
  // Exploded, these two are no different from `form`: OpenAPI 3.0.3, Style Examples.
  if (style === 'spaceDelimited' || style === 'pipeDelimited') return explode ? undefined : { name: style }
  return { name: 'deepObject' }
}

function planBody({ type, encoding }: MediaTypeModel): Expression | undefined {
  const args = encoding && Object.keys(encoding).length > 0 ? [{ value: encoding }] : []
  if (type.startsWith('multipart/')) return { name: 'multipart', args }
  if (type.startsWith('application/x-www-form-urlencoded')) return { name: 'formUrlEncoded', args }
  return undefined
}

/**
 * How the API's operations are secured. A document that doesn't speak of security at all is taken for one that
 * forgot to: its operations get a bearer token, if it is authorized by name.
 */
export function planSecurity(
  model: ApiModel,
): { name: string; schemes: Record<string, Expression> } | undefined {
  const schemes = planSchemes(model)
  const names = Object.keys(schemes)
  if (names.length === 0) {
    const isSilent = Object.keys(model.securitySchemes).length === 0
    return isSilent ? { name: 'bearerOnly', schemes: { bearer: { name: 'bearer' } } } : undefined
  }
  const [only = ''] = names
  const isBearer = names.length === 1 && schemes[only]?.name === 'bearer'
  const isSimple = [model.security, ...model.operations.map(({ security }) => security)].every(
    (security) => security.length === 0 || same(security, [[only]]),
  )
  // bearerOnly takes any security of an operation's own for none.
  const isDefault = same(model.security, [[only]])
  return { name: isBearer && isSimple && isDefault ? 'bearerOnly' : 'anyOf', schemes }
}

/** Security schemes that some operation uses. */
function planSchemes(model: ApiModel): Record<string, Expression> {
  const used = new Set([...model.security, ...model.operations.flatMap(({ security }) => security)].flat())
  const known = Object.entries(model.securitySchemes).filter(([name]) => used.has(name))
  return Object.fromEntries(known.map(([name, scheme]) => [name, planScheme(scheme)]))
}

function planScheme(scheme: SecuritySchemeModel): Expression {
  if (scheme.type === 'apiKey')
    return { name: 'apiKey', args: [{ value: scheme.in ?? 'header' }, { value: scheme.name ?? '' }] }
  return { name: scheme.scheme === 'basic' ? 'basic' : 'bearer' }
}

/** Whether any answer may be a reference to a large one. */
export function hasLargeResponses(model: ApiModel): boolean {
  return model.operations.some(({ responses }) =>
    responses.some(({ content }) => content.some(({ type }) => type.startsWith(LARGE_RESPONSE))),
  )
}
