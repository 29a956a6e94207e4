import type { OperationModel } from '../../openapi/model.js'
import { fieldTable } from './fields.js'
import { code, escapeText } from './markdown.js'
import { type BodySample, bodySamples } from './operation.js'
import type { Page } from './page.js'
import { prose } from './prose.js'
import { inlineType, type SchemaScope } from './schema-type.js'

/** What an operation's body is made of: a table and a sample for each way to write it. */
export function bodySection(
  page: Page,
  at: {
    scope: SchemaScope
    operation: OperationModel
    /** What the samples write for a file. */
    binary: unknown
    /** Language and text of the sample for one way to write the body. */
    sample: (body: BodySample) => [string, string]
  },
): void {
  const { requestBody } = at.operation
  if (!requestBody) return
  page.heading({ level: 4, text: 'Request Body' })
  page.add(prose(requestBody.description ?? ''))
  const types = requestBody.content.map(({ type }) => code(type)).join(', ')
  page.add(`${requestBody.required ? 'Required' : 'Optional'}: ${types}.`)
  const bodies = bodySamples(at.scope, at.operation, at.binary)
  if (bodies.length > 1) page.add('In one of these forms:')
  for (const body of bodies) {
    const table = fieldTable(at.scope, body.schema)
    if (body.title !== undefined) page.add(`**${escapeText(body.title)}**`)
    if (table.rows.length > 0) page.table(table)
    else page.add(body.value === at.binary ? 'A file.' : code(inlineType(at.scope, body.schema)))
    if (bodies.length > 1) page.code(...at.sample(body))
  }
}
