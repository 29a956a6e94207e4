import type {
  ApiModel,
  MediaTypeModel,
  OperationModel,
  ParameterModel,
  ResponseModel,
  Schema,
} from '../openapi/model.js'
import { answerTypes, isBinary, isJson, successes } from '../openapi/plan.js'
import { normalizeAnnotations } from './normalize.js'
import { type Declaration, SchemaSet } from './schemas.js'
import { docComment, key, shift } from './text.js'
import type { TypePrinter } from './type-printer.js'

export interface SchemaFile {
  text: string
  /** Types that the entry exports. */
  exports: string[]
  warnings: SchemaSet['warnings']
}

/** `schema.gen.ts`: the document's schemas, and `operations`: parameters, body, answers and failures of each. */
export function printSchemaFile(model: ApiModel, printer: TypePrinter, runtime: string): SchemaFile {
  const schemas = new SchemaSet(model)
  const operations = model.operations.map((operation) => printOperation(operation, schemas, printer)).join('')
  const declarations = schemas.declare()
  const types = declarations.map((declaration) => printDeclaration(declaration, printer)).join('\n')
  const body = `${types}\n/** Parameters, body, and answers and failures by status, of each operation. */\nexport interface operations {\n${operations}}\n`
  return {
    text: `${/\bBinary\b/.test(body) ? `import type { Binary } from '${runtime}'\n\n` : ''}${body}`,
    exports: declarations.filter(({ exported }) => exported).map(({ name }) => name),
    warnings: schemas.warnings,
  }
}

function printDeclaration({ name, schema }: Declaration, printer: TypePrinter): string {
  return `${docComment(schemaDoc(schema))}export type ${name} = ${printer.print(schema)}\n`
}

function schemaDoc(schema: Schema): string[] {
  const lines: string[] = []
  for (const member of ['title', 'summary'] as const) {
    const value = schema[member]
    if (typeof value === 'string') lines.push(...(lines.length > 0 ? [''] : []), value)
  }
  if (schema.deprecated === true) lines.push('@deprecated')
  if (schema.default !== undefined) lines.push(`@default ${schema.default}`)
  if (schema.example !== undefined) lines.push(`@example ${schema.example}`)
  return lines
}

function printOperation(operation: OperationModel, schemas: SchemaSet, printer: TypePrinter): string {
  const members: string[] = []
  const { parameters, requestBody } = operation
  if (parameters.length > 0)
    members.push(`parameters: ${printer.print(parameterSchema(parameters, schemas))}`)
  if (requestBody) {
    members.push(
      `requestBody: ${union(requestBody.content.map((media) => printMedia(media, { schemas, printer, direction: 'write' })))}`,
    )
  }
  const good = successes(operation)
  const failures = operation.responses.filter(({ status }) => isFailure(status))
  if (good.length > 0) members.push(`responses: ${printAnswers(good, schemas, printer)}`)
  if (failures.length > 0) members.push(`errors: ${printErrors(failures, schemas, printer)}`)
  const text = members.map((member) => `    ${shift(member, '    ')}\n`).join('')
  return `  ${key(operation.name)}: {\n${text}  }\n`
}

/** Parameters as one object; of two with the same name, the first. */
function parameterSchema(parameters: ParameterModel[], schemas: SchemaSet): Schema {
  const properties = new Map<string, Schema>()
  for (const { name, schema, description, deprecated, example } of parameters) {
    if (properties.has(name)) continue
    const notes = normalizeAnnotations({ description, deprecated: deprecated || undefined, example })
    properties.set(name, { ...schemas.use(schema, 'write'), ...notes })
  }
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name)
  return { type: 'object', required, properties: Object.fromEntries(properties) }
}

function isFailure(status: string): boolean {
  return /^([45]|default)/.test(status)
}

function printAnswers(responses: ResponseModel[], schemas: SchemaSet, printer: TypePrinter): string {
  const lines = responses.map(
    (response) => `${key(response.status)}: ${printAnswer(response, schemas, printer)}`,
  )
  return `{\n${lines.map((line) => `  ${shift(line, '  ')}\n`).join('')}}`
}

/** A range or `default` covers every status; the type system wants it to include those documented themselves. */
function printErrors(responses: ResponseModel[], schemas: SchemaSet, printer: TypePrinter): string {
  const exact = responses.filter(({ status }) => /^\d+$/.test(status))
  const types = responses.map((response) => printAnswer(response, schemas, printer))
  const lines = exact.map((response) => `${response.status}: ${printAnswer(response, schemas, printer)}`)
  if (exact.length < responses.length) lines.push(`[status: number]: ${union(types)}`)
  return `{\n${lines.map((line) => `  ${shift(line, '  ')}\n`).join('')}}`
}

function printAnswer({ content }: ResponseModel, schemas: SchemaSet, printer: TypePrinter): string {
  const types = answerTypes(content).map((media) =>
    printMedia(media, { schemas, printer, direction: 'read' }),
  )
  return types.length > 0 ? union(types) : 'void'
}

interface MediaContext {
  schemas: SchemaSet
  printer: TypePrinter
  direction: 'read' | 'write'
}

function printMedia(media: MediaTypeModel, { schemas, printer, direction }: MediaContext): string {
  if (isBinary(media) && !media.type.startsWith('multipart/'))
    return direction === 'read' ? 'ArrayBuffer | Uint8Array' : 'Binary'
  if (!isJson(media.type) && media.type.startsWith('text/') && Object.keys(media.schema).length === 0)
    return 'string'
  return printer.print(schemas.use(media.schema, direction))
}

function union(types: string[]): string {
  const unique = [...new Set(types)]
  if (unique.includes('unknown')) return 'unknown'
  return unique.map((type) => (unique.length > 1 && /[|&]/.test(type) ? `(${type})` : type)).join(' | ')
}
