import type { ApiModel, OperationModel } from '../openapi/model.js'
import { createRouter } from './router.js'
import { createValidator, type ValidInput } from './validator.js'

/** A request that is known to match its operation, and who sent it. */
export interface Call<Caller> extends ValidInput {
  request: Request
  operation: OperationModel
  caller: Caller
}

/** What makes one local API differ from another. */
export interface ServiceOptions<Caller> {
  model: ApiModel
  /** @throws {Refusal} 401 or 403 */
  authorize(operation: OperationModel, request: Request): Caller | Promise<Caller>
  /** Changes a body before it is checked. */
  prepare?(operation: OperationModel, body: unknown): unknown
  answer(call: Call<Caller>): Response | Promise<Response>
}

/** Answers the requests of an OpenAPI document: finds the operation, then the caller, checks the input, answers. */
export const createService = <Caller>(
  options: ServiceOptions<Caller>,
): ((request: Request) => Promise<Response>) => {
  const { model, authorize, prepare, answer } = options
  const route = createRouter(model)
  const validator = createValidator(model)

  return async (request) => {
    const match = route(request.method, new URL(request.url))
    const { operation } = match
    const caller = await authorize(operation, request)
    const input = await validator.check(match, request, (body) => (prepare ? prepare(operation, body) : body))
    return answer({ request, operation, caller, ...input })
  }
}
