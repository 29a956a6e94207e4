import type { MediaTypeModel, OperationModel, ResponseModel, Schema } from '../openapi/model.js'
import { answerTypes, isBinary, isJson, successes } from '../openapi/plan.js'
import { pointer } from '../openapi/pointer.js'
import { normalizeAnnotations } from './annotations.js'
import type { Direction } from './normalize.js'
import type { SchemaSet } from './schemas.js'
import { key, shift } from './text.js'
import type { TypePrinter } from './type-printer.js'

/** Prints the types of one operation: its parameters, body, answers and failures. */
export class OperationTypes {
  constructor(
    private readonly operation: OperationModel,
    private readonly schemas: SchemaSet,
    private readonly printer: TypePrinter,
  ) {}

  /** The operation as a member of the interface `operations`. */
  print(): string {
    const { name, parameters, requestBody, responses } = this.operation
    const good = successes(this.operation)
    const failures = responses.filter(({ status }) => /^([45]|default)/.test(status))
    const members: string[] = []
    if (parameters.length > 0) members.push(`parameters: ${this.printer.print(this.parameters())}`)
    if (requestBody) {
      const at = pointer(this.operation.pointer, 'requestBody')
      members.push(
        `requestBody: ${union(requestBody.content.map((media) => this.media(media, 'write', at)))}`,
      )
    }
    if (good.length > 0) members.push(`responses: ${block(good.map((one) => this.line(one)))}`)
    if (failures.length > 0) members.push(`errors: ${this.failures(failures)}`)
    return `  ${shift(`${key(name)}: ${block(members)}`, '  ')}\n`
  }

  /** Parameters as one object. */
  private parameters(): Schema {
    const { parameters, pointer: at } = this.operation
    const properties = new Map<string, Schema>()
    for (const { name, schema, description, deprecated, example } of parameters) {
      const notes = normalizeAnnotations({ description, deprecated: deprecated || undefined, example })
      properties.set(name, { ...this.schemas.use(schema, 'write', pointer(at, 'parameters')), ...notes })
    }
    const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name)
    return { type: 'object', required, properties: Object.fromEntries(properties) }
  }

  private line(response: ResponseModel): string {
    return `${key(response.status)}: ${this.answer(response)}`
  }

  /** A range or `default` covers every status; the type system wants it to include those documented themselves. */
  private failures(responses: ResponseModel[]): string {
    const exact = responses.filter(({ status }) => /^\d+$/.test(status))
    const lines = exact.map((response) => this.line(response))
    if (exact.length < responses.length) {
      lines.push(`[status: number]: ${union(responses.map((response) => this.answer(response)))}`)
    }
    return block(lines)
  }

  private answer({ status, content }: ResponseModel): string {
    const at = pointer(this.operation.pointer, 'responses', status)
    const types = answerTypes(content).map((media) => this.media(media, 'read', at))
    return types.length > 0 ? union(types) : 'void'
  }

  private media(media: MediaTypeModel, direction: Direction, at: string): string {
    const { type, schema } = media
    const isForm = /^(multipart\/|application\/x-www-form-urlencoded)/.test(type)
    if (isBinary(media) && !isForm)
      return direction === 'read' ? 'ArrayBuffer | Uint8Array' : this.schemas.binary()
    // Text is not parsed, whatever schema describes it.
    if (!isJson(type) && !isForm && !type.startsWith('*')) return 'string'
    return this.printer.print(this.schemas.use(schema, direction, pointer(at, 'content', type, 'schema')))
  }
}

function block(lines: string[]): string {
  return `{\n${lines.map((line) => `  ${shift(line, '  ')}\n`).join('')}}`
}

function union(types: string[]): string {
  const unique = [...new Set(types)]
  if (unique.includes('unknown')) return 'unknown'
  return unique.map((type) => (unique.length > 1 && /[|&]/.test(type) ? `(${type})` : type)).join(' | ')
}
