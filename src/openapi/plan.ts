import type { Operation } from '../core/types.js'
import { defined } from './json.js'
import { isBinary, isJson } from './media-types.js'
import type {
  ApiModel,
  MediaTypeModel,
  OperationModel,
  ParameterModel,
  SecuritySchemeModel,
} from './model.js'
import { planBody } from './plan-body.js'

export { isBinary, isJson, preferredContent } from './media-types.js'

/**
 * A value of the runtime, by the name that src/core exports it under; with arguments, the answer of a call.
 * One plan serves twice: compiled to functions for a document known only at run time, and printed as code.
 */
export interface Expression {
  name: string
  args?: (Expression | Members | Literal)[]
}

/** Values by name. */
export interface Members {
  members: Record<string, Expression | Literal>
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

/** Media types of an answer, without the reference to a large one. */
export function answerTypes(content: MediaTypeModel[]): MediaTypeModel[] {
  return content.filter(({ type }) => !type.startsWith(LARGE_RESPONSE))
}

/** Answers of a call that went well; `default` counts where no 2xx is documented. */
export function successes({ responses }: OperationModel): OperationModel['responses'] {
  const documented = responses.filter(({ status }) => status.startsWith('2'))
  return documented.length > 0 ? documented : responses.filter(({ status }) => status === 'default')
}

/** What the runtime has to know about an operation; everything that is the default is absent. */
export function planOperation(operation: OperationModel, model: ApiModel): OperationPlan {
  const parameters = operation.parameters.flatMap((parameter) => planParameter(parameter, operation.path))
  const body = operation.requestBody && planBody(operation.requestBody, model.document)
  const answers = operation.responses.flatMap(({ content }) => answerTypes(content))
  const good = successes(operation).flatMap(({ content }) => answerTypes(content))
  const prepare = [
    ...(body?.prepare ?? []),
    operation.path.includes('#') && { name: 'withoutFragment' },
    good.some(isBinary) && { name: good.every(isBinary) ? 'binary' : 'mixed' },
    operation.responses.some(({ status }) => status.startsWith('3')) && { name: 'redirects' },
  ].filter((step) => typeof step === 'object')
  return defined<OperationPlan>({
    method: operation.method,
    path: operation.path,
    server: operation.server,
    contentType: body?.contentType,
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

function planParameter(parameter: ParameterModel, path: string): Expression[] {
  const { name, sentAs, in: place } = parameter
  // A request takes the value of one in default style when it meets it.
  const isRepeated = place === 'path' && path.split(`{${name}}`).length > 2
  const serialize = planSerializer(parameter) ?? (isRepeated ? { name: 'simple' } : undefined)
  const isRequired = parameter.required && place !== 'path'
  if (!serialize && !isRequired && !sentAs && (place === 'path' || place === 'query')) return []
  const usual = sentAs && { name: place === 'header' ? 'simple' : 'form' }
  const special: Expression = {
    name: place,
    args: [{ value: name }, serialize ?? usual, sentAs && { value: sentAs }].filter(
      (arg) => typeof arg === 'object',
    ),
  }
  return [isRequired ? { name: 'required', args: [special] } : special]
}

function planSerializer(parameter: ParameterModel): Expression | undefined {
  const base = parameter.contentType ? contentSerializer(parameter) : planStyle(parameter)
  if (parameter.in !== 'query' || !parameter.allowReserved) return base
  return { name: 'reserved', args: [base ?? { name: 'form' }] }
}

function contentSerializer({ in: place }: ParameterModel): Expression {
  return { name: place === 'path' || place === 'header' ? 'jsonValue' : 'json' }
}

/** The serializer of a style; none for the default one. */
export function planStyle({
  style,
  explode,
  in: place,
}: Pick<ParameterModel, 'style' | 'explode' | 'in'>): Expression | undefined {
  if (style === 'form') return explode ? undefined : { name: 'formFlat' }
  if (style === 'simple') return explode && place !== 'query' ? { name: 'simpleExplode' } : undefined
  if (style === 'label' || style === 'matrix') return { name: explode ? `${style}Explode` : style }
  // Exploded, these two are no different from `form`: OpenAPI 3.0.3, Style Examples.
  if (style === 'spaceDelimited' || style === 'pipeDelimited') return explode ? undefined : { name: style }
  return { name: 'deepObject' }
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
