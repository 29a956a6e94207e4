import type { MediaTypeModel, OperationModel } from '../openapi/model.js'
import { sampleBody, sampleParameter, sampleSchema } from '../openapi/sample.js'
import { mediaTypeOf } from './body.js'
import type { LoadedApi } from './catalog.js'
import { shellQuote } from './curl.js'
import { lines, page, paragraph, section, table } from './help.js'
import { plainText } from './markdown.js'
import { missingParameters, pathParameters } from './parameters.js'
import { describe, propertiesOf, requiredOf, resolve } from './schema.js'
import type { Terminal } from './terminal.js'
import { variantsOf } from './variants.js'

/** Help of one operation: parameters, the body's fields and an example per variant. */
export function operationHelp(terminal: Terminal, api: LoadedApi, operation: OperationModel): string {
  const { description, summary = '', deprecated, parameters } = operation
  const media = mediaTypeOf(operation, undefined)
  const title = `${terminal.colors.bold(operation.id)}  ${operation.method.toUpperCase()} ${operation.path}`
  const text = plainText(description ?? (summary === operation.id ? '' : summary))
  return page([
    title + (deprecated ? '  (deprecated)' : ''),
    paragraph(terminal, text).join('\n'),
    section(terminal, 'Usage', lines([usage(api, operation)])),
    section(
      terminal,
      'Parameters',
      table(
        terminal,
        parameters.map((parameter): [string, string] => {
          const notes = [
            describe(api.model.document, resolve(api.model.document, parameter.schema)),
            parameter.in,
            ...(parameter.required ? ['required'] : []),
            ...(parameter.deprecated ? ['deprecated'] : []),
          ]
          const about = parameter.description ? `. ${plainText(parameter.description)}` : ''
          return [parameter.name, `${notes.join(', ')}${about}`]
        }),
      ),
    ),
    media ? bodyHelp({ terminal, api, operation }, media) : '',
    section(terminal, 'Examples', lines(examples(api, operation, media))),
    `Flags, environment and exit codes: epilot --help`,
  ])
}

function usage({ command }: LoadedApi, operation: OperationModel): string {
  const path = pathParameters(operation).map(({ name }) => `<${name}>`)
  const required = operation.parameters
    .filter((parameter) => parameter.required && parameter.in !== 'path')
    .map(({ name }) => `-p ${name}=...`)
  const { requestBody } = operation
  const body = requestBody ? [requestBody.required ? "-d '{...}'" : "[-d '{...}']"] : []
  return [command, operation.id, ...path, ...required, ...body, '[flags]'].join(' ')
}

/** Fields of the body; of one with variants, those of all of them, each with the variants that it belongs to. */
function bodyHelp(
  { terminal, api: { model }, operation }: { terminal: Terminal; api: LoadedApi; operation: OperationModel },
  media: MediaTypeModel,
): string {
  const { document } = model
  const variants = variantsOf(document, media)
  const heading = `Body (${media.type}${operation.requestBody?.required ? ', required' : ''})`
  const schemas = variants?.list ?? [{ name: '', schema: resolve(document, media.schema) }]
  const fields = new Map<string, BodyField>()
  for (const { name: variant, schema } of schemas) {
    const required = requiredOf(document, schema)
    for (const [name, property] of propertiesOf(document, schema)) {
      if (property.readOnly === true) continue
      const field = fields.get(name) ?? { types: new Set(), about: '', variants: [], required: [] }
      field.types.add(describe(document, property))
      if (typeof property.description === 'string') field.about = plainText(property.description)
      field.variants.push(variant)
      if (required.includes(name)) field.required.push(variant)
      fields.set(name, field)
    }
  }
  if (fields.size === 0)
    return section(terminal, heading, `  ${describe(document, resolve(document, media.schema))}`)
  const rows = [...fields].map(([name, field]): [string, string] => [name, fieldText(field, schemas.length)])
  return section(terminal, heading, table(terminal, rows))
}

/** A field of a body, and the variants that have or require it. */
interface BodyField {
  types: Set<string>
  about: string
  variants: string[]
  required: string[]
}

function fieldText({ types, about, variants, required }: BodyField, count: number): string {
  const notes = [[...types].join(' | ')]
  if (variants.length < count) notes.push(`for ${variants.join(', ')} only`)
  if (required.length === variants.length) notes.push('required')
  else if (required.length > 0) notes.push(`required for ${required.join(', ')}`)
  return `${notes.join(', ')}${about ? `. ${about.replaceAll('\n', ' ')}` : ''}`
}

/** Command lines that work: one per variant of the body, one more through stdin. */
function examples(
  { command, model }: LoadedApi,
  operation: OperationModel,
  media: MediaTypeModel | undefined,
): string[] {
  const { document } = model
  const value = (parameter: OperationModel['parameters'][number]): string[] =>
    [sampleParameter(parameter, document)]
      .flat()
      .map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
  const path = pathParameters(operation).map((parameter) => shellQuote(value(parameter)[0] ?? 'value'))
  const required = missingParameters(operation, {}).filter((parameter) => parameter.in !== 'path')
  const flagsOf = (parameters: OperationModel['parameters']): string[] =>
    parameters.flatMap((parameter) =>
      value(parameter).map((one) => `-p ${shellQuote(`${parameter.name}=${one}`)}`),
    )
  const base = [command, operation.id, ...path, ...flagsOf(required)].join(' ')
  if (media) {
    const variants = variantsOf(document, media)?.list
    const bodies = variants
      ? variants.map(({ example, schema }) => example ?? sampleSchema(schema, document))
      : [sampleBody(media, document)]
    return [
      ...bodies.map((body) => `${base} -d ${shellQuote(JSON.stringify(body))}`),
      // Only a required body is read unasked.
      `cat body.json | ${base}${operation.requestBody?.required ? '' : ' -d -'}`,
    ]
  }
  const optional = operation.parameters.filter((parameter) => !parameter.required)
  return optional.length ? [base, [base, ...flagsOf(optional.slice(0, 2))].join(' ')] : [base]
}
