import type { MediaTypeModel, OperationModel, Schema } from '../openapi/model.js'
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
    media ? bodyHelp({ terminal, api, operation, media }) : '',
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

interface BodyHelp {
  terminal: Terminal
  api: LoadedApi
  operation: OperationModel
  media: MediaTypeModel
}

function bodyHelp({ terminal, api, operation, media }: BodyHelp): string {
  const { document } = api.model
  const variants = variantsOf(document, media)
  const need = operation.requestBody?.required ? 'required' : 'optional'
  const heading = `Body (${media.type}, ${need})`
  const rows = (schema: Schema): [string, string][] => {
    const required = requiredOf(document, schema)
    return [...propertiesOf(document, schema)]
      .filter(([, property]) => property.readOnly !== true)
      .map(([name, property]) => {
        const about = typeof property.description === 'string' ? `. ${plainText(property.description)}` : ''
        const mark = required.includes(name) ? ', required' : ''
        return [name, `${describe(document, property)}${mark}${about.replaceAll('\n', ' ')}`]
      })
  }
  if (!variants) {
    const schema = resolve(document, media.schema)
    const fields = rows(schema)
    return section(
      terminal,
      heading,
      fields.length ? table(terminal, fields) : `  ${describe(document, schema)}`,
    )
  }
  const blocks = variants.list.map((variant) => {
    const value = variants.property === undefined ? variant.name : `${variants.property}: ${variant.name}`
    const notes = [variant.title, variant.isDefault ? 'the default' : undefined].filter(Boolean).join(', ')
    return section(
      terminal,
      `${heading} – ${value}${notes && notes !== value ? ` (${notes})` : ''}`,
      table(terminal, rows(variant.schema)),
    )
  })
  return blocks.join('\n\n')
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
      `cat body.json | ${base}`,
    ]
  }
  const optional = operation.parameters.filter((parameter) => !parameter.required)
  return optional.length ? [base, [base, ...flagsOf(optional.slice(0, 2))].join(' ')] : [base]
}
