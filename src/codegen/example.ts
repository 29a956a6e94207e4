import type { MediaTypeModel, OperationModel, Schema } from '../openapi/model.js'
import { isBinary, preferredContent } from '../openapi/plan.js'
import { sampleBody, sampleParameter } from '../openapi/sample.js'
import { Code, key, literal } from './text.js'

/** A call of an operation, as its documentation comment shows it. */
export function exampleCall(operation: OperationModel, document: Schema): string {
  const required = operation.parameters.filter(({ required }) => required)
  const shown =
    required.length > 0 ? required : operation.parameters.filter(({ example }) => example !== undefined)
  const values = Object.fromEntries(shown.map((one) => [one.name, sampleParameter(one, document)]))
  const media = operation.requestBody && preferredContent(operation.requestBody)
  const args: unknown[] = []
  if (shown.length > 0 || media) args.push(shown.length > 0 ? values : null)
  if (media) args.push(exampleBody(media, document))
  const method = /^[\p{ID_Start}$_]/u.test(operation.name) ? `.${operation.name}` : `[${key(operation.name)}]`
  const call = `const { data } = await client${method}(`
  const flat = args.map((arg) => literal(arg, '', Number.POSITIVE_INFINITY)).join(', ')
  if (call.length + flat.length < 100) return `${call}${flat})`
  return `${call}\n${args.map((arg) => `  ${literal(arg, '  ', 90)},\n`).join('')})`
}

const BYTES = new Code("new Blob(['...'])")

function exampleBody(media: MediaTypeModel, document: Schema): unknown {
  if (isBinary(media) && !media.type.startsWith('multipart/')) return BYTES
  const body = sampleBody(media, document, { binary: BYTES })
  const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0
  return isEmpty ? sampleBody(media, document, { binary: BYTES, full: true }) : body
}
