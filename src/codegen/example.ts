import type { OperationModel, Schema } from '../openapi/model.js'
import { preferredContent } from '../openapi/plan.js'
import { sampleBody, sampleParameter } from '../openapi/sample.js'
import { key, literal } from './text.js'

/** A call of an operation, as its documentation comment shows it. */
export function exampleCall(operation: OperationModel, document: Schema): string {
  const required = operation.parameters.filter(({ required }) => required)
  const shown =
    required.length > 0 ? required : operation.parameters.filter(({ example }) => example !== undefined)
  const values = Object.fromEntries(shown.map((one) => [one.name, sampleParameter(one, document)]))
  const media = operation.requestBody && preferredContent(operation.requestBody)
  const args: unknown[] = []
  if (shown.length > 0 || media) args.push(shown.length > 0 ? values : null)
  if (media) args.push(sampleBody(media, document))
  const method = /^[\p{ID_Start}$_]/u.test(operation.name) ? `.${operation.name}` : `[${key(operation.name)}]`
  const call = `const { data } = await client${method}(`
  const flat = args.map((arg) => literal(arg, '', Number.POSITIVE_INFINITY)).join(', ')
  if (call.length + flat.length < 100) return `${call}${flat})`
  return `${call}\n${args.map((arg) => `  ${literal(arg, '  ', 90)},\n`).join('')})`
}
