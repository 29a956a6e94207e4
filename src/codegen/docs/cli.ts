import type { OperationModel } from '../../openapi/model.js'
import { isJson } from '../../openapi/plan.js'
import { addBodies, answerSamples, answerTable } from './answers.js'
import { bodySection } from './body.js'
import { calls, FILE } from './command-line.js'
import type { DocsContext } from './context.js'
import { parameterTable } from './fields.js'
import { code, escapeText } from './markdown.js'
import { byTag, endpointOf, firstMember, introductionOf, summaryOf } from './operation.js'
import { Page } from './page.js'
import { cell, prose } from './prose.js'

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete', 'trace']

/** The CLI's reference page of an API: `docs/cli/<api>.md`. */
export function cliPage(context: DocsContext): Page {
  const page = new Page()
  const { model, commandLine } = context
  const operations = byPath(model.operations)
  page.heading({ level: 1, text: model.document.info.title })
  page.add(prose(model.document.info.description ?? ''))
  page.add(
    () =>
      `The same API in [TypeScript](${context.link('sdk')}). Where \`epilot\` is not on the path, write \`npx epilot\`.`,
  )
  quickStart(page, context, operations)
  page.heading({ level: 2, text: 'Common Flags' })
  page.table({
    columns: ['Flag', 'Description'],
    rows: commandLine.flags.map(({ usage, description }) => [code(usage), cell(description)]),
  })
  index(page, context, operations)
  for (const operation of operations) describe(page, context, operation)
  environment(page, context)
  return page
}

/** Operations of a path together, those that read first. */
function byPath(operations: readonly OperationModel[]): OperationModel[] {
  const paths = [...new Set(operations.map(({ path }) => path))]
  const rank = ({ method }: OperationModel) => METHODS.indexOf(method)
  return paths.flatMap((path) =>
    operations.filter((operation) => operation.path === path).sort((one, other) => rank(one) - rank(other)),
  )
}

function quickStart(page: Page, context: DocsContext, operations: readonly OperationModel[]): void {
  const isPlain = ({ parameters, requestBody, deprecated }: OperationModel) =>
    !deprecated && !requestBody?.required && !parameters.some(({ required }) => required)
  const operation = operations.find(isPlain) ?? operations[0]
  page.heading({ level: 2, text: 'Quick Start' })
  const call = operation ? `\n\n# Call an operation\n${calls(context, operation).named()}` : ''
  page.code('bash', `# List available operations\n${context.command}${call}`)
}

function index(page: Page, { model }: DocsContext, operations: readonly OperationModel[]): void {
  page.heading({ level: 2, text: 'Operations' })
  for (const { title, operations: group } of byTag(model.tags, operations)) {
    page.add(`**${escapeText(title)}**`)
    page.add(() =>
      group
        .map((operation) => {
          const mark = operation.deprecated ? ' (deprecated)' : ''
          const summary = summaryOf(operation)
          return `- ${page.link(operation.id, operation.id)}${mark}${summary === '' ? '' : ` — ${summary}`}`
        })
        .join('\n'),
    )
  }
}

function describe(page: Page, context: DocsContext, operation: OperationModel): void {
  const { scope } = context
  const call = calls(context, operation)
  page.heading({ level: 3, text: operation.id, key: operation.id })
  page.add(introductionOf(operation))
  page.add(endpointOf(operation, context.model))
  if (operation.parameters.length > 0) {
    page.heading({ level: 4, text: 'Parameters' })
    page.table(parameterTable(scope, operation.parameters))
  }
  bodySection(page, { scope, operation, binary: FILE, sample: (body) => ['bash', call.named({ body })] })
  page.heading({ level: 4, text: 'Sample Call' })
  page.code('bash', call.named())
  const positional = call.positional()
  if (positional !== undefined) {
    page.add('Using positional args for path parameters:')
    page.code('bash', positional)
  }
  if (operation.requestBody) {
    page.add('Using stdin pipe:')
    page.code('bash', `cat body.json | ${call.piped()}`)
  }
  sampleAnswer(page, { context, operation, filtered: call.filtered })
  page.heading({ level: 4, text: 'Status Codes' })
  page.table(answerTable(scope, operation, 'cli'))
  page.add(() => `In TypeScript: [${escapeText(operation.name)}](${context.link('sdk', operation.id)})`)
}

function sampleAnswer(
  page: Page,
  at: { context: DocsContext; operation: OperationModel; filtered: (expression: string) => string },
): void {
  const { scope } = at.context
  const answer = answerSamples(scope, at.operation)
  if (answer && isJson(answer.media.type)) {
    page.add('With JSONata filter:')
    page.code('bash', at.filtered(firstMember(scope, answer.media.schema) ?? '$'))
  }
  page.heading({ level: 4, text: 'Sample Response' })
  if (!answer) page.add('No body.')
  else if (isJson(answer.media.type)) addBodies(page, answer.examples)
  else page.add(`The answer as it is: ${code(answer.media.type)}.`)
}

function environment(page: Page, { commandLine }: DocsContext): void {
  page.heading({ level: 2, text: 'Environment' })
  page.table({
    columns: ['Variable', 'Meaning'],
    rows: commandLine.environment.map(({ name, description }) => [code(name), cell(description)]),
  })
  page.heading({ level: 2, text: 'Exit Codes' })
  page.table({
    columns: ['Code', 'Meaning'],
    rows: commandLine.exitCodes.map((row) => [String(row.code), cell(row.meaning)]),
  })
}
