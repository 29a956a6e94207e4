import {
  apiKey,
  basic,
  bearer,
  deepObject,
  form,
  formFlat,
  formUrlEncoded,
  json,
  jsonValue,
  label,
  labelExplode,
  matrix,
  matrixExplode,
  multipart,
  pipeDelimited,
  reserved,
  simpleExplode,
  spaceDelimited,
} from '../core/index.js'
import type { ApiDefinition, Operation, Scheme, Serializer } from '../core/types.js'
import { defined } from './json.js'
import type { ApiModel, OperationModel } from './model.js'
import { type Expression, hasLargeResponses, planOperation, planSchemes } from './plan.js'

/** What expressions name. Listed one by one: a namespace used as a value would keep all of the core in every bundle. */
const runtime: Record<string, unknown> = {
  apiKey,
  basic,
  bearer,
  deepObject,
  form,
  formFlat,
  formUrlEncoded,
  json,
  jsonValue,
  label,
  labelExplode,
  matrix,
  matrixExplode,
  multipart,
  pipeDelimited,
  reserved,
  simpleExplode,
  spaceDelimited,
}

/**
 * Compiles a document known only at run time to what the request core runs.
 *
 * @example defineApi(compileModel(flattenDocument(document), 'entity')).create()
 */
export function compileModel(model: ApiModel, name: string): ApiDefinition {
  const schemes = Object.entries(planSchemes(model))
  return defined<ApiDefinition>({
    name,
    server: model.server,
    operations: Object.fromEntries(model.operations.map((one) => [one.name, compileOperation(one, model)])),
    security: model.security.length > 0 ? model.security : undefined,
    schemes:
      schemes.length > 0
        ? Object.fromEntries(schemes.map(([scheme, expression]) => [scheme, evaluate(expression) as Scheme]))
        : undefined,
    largeResponse: hasLargeResponses(model) ? true : undefined,
  })
}

/** Compiles one operation. */
export function compileOperation(operation: OperationModel, model: ApiModel): Operation {
  const { parameters, serializeBody, ...plan } = planOperation(operation, model)
  return defined<Operation>({
    ...plan,
    parameters: parameters?.map(({ name, in: place, serialize }) =>
      defined<NonNullable<Operation['parameters']>[number]>({
        name,
        in: place,
        serialize: serialize && (evaluate(serialize) as Serializer),
      }),
    ),
    serializeBody: serializeBody && (evaluate(serializeBody) as (data: unknown) => unknown),
  })
}

/** The value that an expression stands for. */
function evaluate({ name, args, data }: Expression): unknown {
  const value = runtime[name]
  if (!args && !data) return value
  return (value as (...values: unknown[]) => unknown)(...(args ?? []).map(evaluate), ...(data ?? []))
}
