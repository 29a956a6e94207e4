import type { ApiModel, Schema } from '../openapi/model.js'
import { OperationTypes } from './operation-types.js'
import { type Declaration, SchemaSet } from './schemas.js'
import { docComment } from './text.js'
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
  const operations = model.operations.map((one) => new OperationTypes(one, schemas, printer).print()).join('')
  const declarations = schemas.declare()
  const types = declarations.map((declaration) => printDeclaration(declaration, printer)).join('\n')
  const body = `${types}\n/** Parameters, body, and answers and failures by status, of each operation. */\nexport interface operations {\n${operations}}\n`
  return {
    text: `${schemas.usesBinary && mentions(body, 'Binary') ? `import type { Binary } from '${runtime}'\n\n` : ''}${body}`,
    exports: declarations.filter(({ exported }) => exported).map(({ name }) => name),
    warnings: schemas.warnings,
  }
}

/** Whether code uses a type: comments, texts and names of members aside. */
function mentions(code: string, type: string): boolean {
  const bare = code.replaceAll(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"/g, '')
  return new RegExp(`\\b${type}\\b(?!\\??:)`).test(bare)
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
