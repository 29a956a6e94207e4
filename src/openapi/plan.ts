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
  args?: Expression[]
  /** Plain arguments, after `args`. */
  data?: (string | object)[]
}

export interface ParameterPlan {
  name: string
  in: ParameterModel['in']
  serialize?: Expression
}

export type OperationPlan = Omit<Operation, 'parameters' | 'serializeBody'> & {
  parameters?: ParameterPlan[]
  serializeBody?: Expression
}

/** Media type of answers that exceed the size a gateway lets through: a reference to the real one. */
export const LARGE_RESPONSE = 'application/large-response.vnd+json'

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
  const required = operation.parameters
    .filter((one) => one.required && one.in !== 'path')
    .map((one) => one.name)
  const media = operation.requestBody && preferredContent(operation.requestBody)
  const answers = operation.responses.flatMap(({ content }) => answerTypes(content))
  const good = successes(operation).flatMap(({ content }) => answerTypes(content))
  return defined<OperationPlan>({
    method: operation.method,
    path: operation.path,
    server: operation.server,
    parameters: parameters.length > 0 ? parameters : undefined,
    required: required.length > 0 ? required : undefined,
    contentType: media?.type.replace(/^(\*|application)\/\*.*/, 'application/json'),
    serializeBody: media && planBody(media),
    bodyRequired: operation.requestBody?.required ? true : undefined,
    security: same(operation.security, model.security) ? undefined : operation.security,
    json: answers.length > 0 && answers.every(({ type }) => isJson(type)) ? undefined : false,
    responseType: good.length > 0 && good.every(isBinary) ? 'arraybuffer' : undefined,
    redirects: operation.responses.some(({ status }) => status.startsWith('3')) ? true : undefined,
  })
}

function same(left: string[][], right: string[][]): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function planParameter(parameter: ParameterModel): ParameterPlan[] {
  const serialize = planSerializer(parameter)
  if (!serialize && (parameter.in === 'path' || parameter.in === 'query')) return []
  return [defined<ParameterPlan>({ name: parameter.name, in: parameter.in, serialize })]
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
  const data = encoding && Object.keys(encoding).length > 0 ? [encoding] : []
  if (type.startsWith('multipart/')) return { name: 'multipart', data }
  if (type.startsWith('application/x-www-form-urlencoded')) return { name: 'formUrlEncoded', data }
  return undefined
}

/** Security schemes that some operation uses. */
export function planSchemes(model: ApiModel): Record<string, Expression> {
  const used = new Set([...model.security, ...model.operations.flatMap(({ security }) => security)].flat())
  const known = Object.entries(model.securitySchemes).filter(([name]) => used.has(name))
  return Object.fromEntries(known.map(([name, scheme]) => [name, planScheme(scheme)]))
}

function planScheme(scheme: SecuritySchemeModel): Expression {
  if (scheme.type === 'apiKey') return { name: 'apiKey', data: [scheme.in ?? 'header', scheme.name ?? ''] }
  return { name: scheme.scheme === 'basic' ? 'basic' : 'bearer' }
}

/** Whether any answer may be a reference to a large one. */
export function hasLargeResponses(model: ApiModel): boolean {
  return model.operations.some(({ responses }) =>
    responses.some(({ content }) => content.some(({ type }) => type.startsWith(LARGE_RESPONSE))),
  )
}
