import type { OperationModel } from '../../openapi/model.js'
import { type BodyForm, type BodySample, bodyForms } from './body-forms.js'
import { constraints, defaultOf, descriptionOf } from './constraints.js'
import { fieldTable } from './fields.js'
import { code, escapeText } from './markdown.js'
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
  const forms = bodyForms(at.scope, at.operation, at.binary)
  const isAlone = forms.length === 1 && forms[0]?.samples.length === 1
  for (const [index, form] of forms.entries()) {
    const ofType = forms.filter(({ type }) => type === form.type)
    if (form.type !== forms[index - 1]?.type) {
      if (requestBody.content.length > 1) page.add(`As ${code(form.type)}:`)
      if (ofType.length > 1) page.add('In one of these forms:')
    }
    if (form.title !== undefined) page.add(`**${escapeText(form.title)}**`)
    describe(page, at.scope, form)
    for (const sample of isAlone ? [] : form.samples) {
      if (sample.title !== undefined) page.add(`${escapeText(sample.title)}:`)
      page.code(...at.sample(sample))
    }
  }
}

/** A form's members in a table; what isn't an object, or holds no named ones, in a line. */
function describe(page: Page, scope: SchemaScope, form: BodyForm): void {
  if (form.isBytes) {
    page.add('A file.')
    return
  }
  const { rows, isWhole, ...table } = fieldTable(scope, form.schema)
  if (form.title !== undefined) page.add(prose(descriptionOf(scope, form.schema)))
  if (!isWhole) {
    const preset = defaultOf(scope, form.schema)
    const facts = [constraints(scope, form.schema), preset === '' ? '' : `default ${preset}`].filter(Boolean)
    page.add([code(inlineType(scope, form.schema)), facts.join('; ')].filter(Boolean).join(': '))
  }
  page.table({ ...table, rows })
}
