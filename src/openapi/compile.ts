import {
  anyOf,
  apiKey,
  basic,
  bearer,
  bearerOnly,
  binary,
  bytes,
  contentTypes,
  cookie,
  deepObject,
  form,
  formFlat,
  formUrlEncoded,
  header,
  json,
  jsonBody,
  jsonValue,
  label,
  labelExplode,
  matrix,
  matrixExplode,
  mixed,
  multipart,
  multipartOf,
  parameters,
  path,
  pipeDelimited,
  query,
  redirects,
  required,
  reserved,
  simple,
  simpleExplode,
  spaceDelimited,
  withoutFragment,
} from '../core/index.js'
import type { ApiDefinition, Authenticate, Operation, Scheme } from '../core/types.js'
import { defined } from './json.js'
import type { ApiModel, OperationModel } from './model.js'
import {
  type Expression,
  hasLargeResponses,
  type Literal,
  type Members,
  planOperation,
  planSecurity,
} from './plan.js'

/** What expressions name. Listed one by one: a namespace used as a value would keep all of the core in every bundle. */
const runtime: Record<string, unknown> = {
  apiKey,
  basic,
  bearer,
  binary,
  bytes,
  contentTypes,
  cookie,
  deepObject,
  form,
  formFlat,
  formUrlEncoded,
  header,
  json,
  jsonBody,
  jsonValue,
  label,
  labelExplode,
  matrix,
  matrixExplode,
  mixed,
  multipart,
  multipartOf,
  parameters,
  path,
  pipeDelimited,
  query,
  redirects,
  required,
  reserved,
  simple,
  simpleExplode,
  spaceDelimited,
  withoutFragment,
}

/**
 * Compiles a document known only at run time to what the request core runs.
 *
 * @example defineApi(compileModel(flattenDocument(document), 'entity')).create()
 */
export function compileModel(model: ApiModel, name: string): ApiDefinition {
  return defined<ApiDefinition>({
    name,
    server: model.server,
    operations: Object.fromEntries(model.operations.map((one) => [one.name, compileOperation(one, model)])),
    authenticate: compileSecurity(model),
    largeResponse: hasLargeResponses(model) ? true : undefined,
  })
}

function compileSecurity(model: ApiModel): Authenticate | undefined {
  const plan = planSecurity(model)
  if (!plan) return undefined
  const schemes = Object.entries(plan.schemes)
  if (plan.name === 'bearerOnly') return bearerOnly(schemes[0]?.[0] ?? '')
  return anyOf(
    Object.fromEntries(schemes.map(([scheme, expression]) => [scheme, evaluate(expression) as Scheme])),
    model.security,
  )
}

/** Compiles one operation. */
function compileOperation(operation: OperationModel, model: ApiModel): Operation {
  const { write, prepare, ...plan } = planOperation(operation, model)
  return defined<Operation>({
    ...plan,
    write: write && (evaluate(write) as NonNullable<Operation['write']>),
    prepare: prepare && (prepare.map(evaluate) as NonNullable<Operation['prepare']>),
  })
}

/** The value that an expression stands for. */
function evaluate(expression: Expression | Members | Literal): unknown {
  if ('value' in expression) return expression.value
  if ('members' in expression)
    return Object.fromEntries(
      Object.entries(expression.members).map(([name, member]) => [name, evaluate(member)]),
    )
  const value = runtime[expression.name]
  return expression.args
    ? (value as (...values: unknown[]) => unknown)(...expression.args.map(evaluate))
    : value
}
