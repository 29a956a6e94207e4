import { isObject } from '../../openapi/json.js'
import type { OperationModel } from '../../openapi/model.js'
import { isJson } from '../../openapi/plan.js'
import { quote } from '../text.js'
import { addBodies, answerSamples, answerTable, answerType } from './answers.js'
import { bodySection } from './body.js'
import type { BodySample } from './body-forms.js'
import { callSample, credentialSample, FILE } from './call.js'
import type { DocsContext } from './context.js'
import { parameterTable } from './fields.js'
import { code, escapeText } from './markdown.js'
import { byTag, endpointOf, introductionOf, summaryOf } from './operation.js'
import { Page } from './page.js'
import { prose } from './prose.js'
import { namedSchemas, schemaType, target } from './schema-type.js'

/** The SDK's reference page of an API: `docs/sdk/<api>.md`. */
export function sdkPage(context: DocsContext): Page {
  const page = new Page()
  const { model } = context
  page.heading({ level: 1, text: model.document.info.title })
  page.add(facts(context))
  page.add(() => `The same API on the [command line](${context.link('cli')}).`)
  usage(page, context)
  index(page, context)
  for (const operation of model.operations) describe(page, context, operation)
  schemas(page, context)
  errors(page, context)
  return page
}

function facts({ model }: DocsContext): string {
  const { externalDocs } = model.document
  const lines: string[] = []
  if (model.server !== undefined) lines.push(`- Base URL: ${code(model.server)}`)
  if (isObject(externalDocs) && typeof externalDocs.url === 'string')
    lines.push(`- ${escapeText(String(externalDocs.description ?? 'More'))}: ${linkTo(externalDocs.url)}`)
  return lines.join('\n')
}

function linkTo(url: string): string {
  if (!/^https?:\/\/\S+$/.test(url)) return escapeText(url)
  return `[${escapeText(url)}](${url.replace(/[<>(){}[\]\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)})`
}

function usage(page: Page, context: DocsContext): void {
  const { model, scope, name, entry } = context
  const operation = model.operations.find(({ deprecated }) => !deprecated) ?? model.operations[0]
  if (!operation) return
  const credential = credentialSample(model)
  const result = (receiver: string) => `const { data } = await ${callSample({ scope, operation, receiver })}`
  page.heading({ level: 2, text: 'Usage' })
  const sdk = context.isShipped
    ? ["import { epilot } from '@epilot/sdk'", '']
    : [
        "import { createSDK } from '@epilot/sdk'",
        '',
        `const sdk = createSDK({ apis: { ${name}: () => import(${quote(entry)}) } })`,
      ]
  const root = context.isShipped ? 'epilot' : 'sdk'
  if (credential) sdk.push(`${root}.authorize(${credential}${context.isShipped ? '' : `, ${quote(name)}`})`)
  page.code('ts', [...sdk, result(`${root}.${name}`)].join('\n'))
  page.heading({ level: 3, text: 'Tree-shakeable import' })
  const client = `${name}Client`
  const imports = credential ? 'getClient, authorize' : 'getClient'
  const lines = [`import { ${imports} } from ${quote(entry)}`, '', `const ${client} = getClient()`]
  if (credential) lines.push(`authorize(${client}, ${credential})`)
  page.code('ts', [...lines, result(client)].join('\n'))
}

function index(page: Page, { model, scope }: DocsContext): void {
  page.heading({ level: 2, text: 'Operations' })
  for (const { title, operations } of byTag(model.tags, model.operations)) {
    page.add(`**${escapeText(title)}**`)
    page.add(() => operations.map((operation) => `- ${linkLine(page, operation)}`).join('\n'))
  }
  const list = namedSchemas(scope)
  if (list.length === 0) return
  page.add('**Schemas**')
  page.add(() => list.map(({ name, ref }) => page.link(name, ref)).join(' · '))
}

function linkLine(page: Page, operation: OperationModel): string {
  const mark = operation.deprecated ? ' (deprecated)' : ''
  const summary = summaryOf(operation)
  return `${page.link(operation.name, operation.id)}${mark}${summary === '' ? '' : ` — ${summary}`}`
}

function describe(page: Page, context: DocsContext, operation: OperationModel): void {
  const { scope } = context
  const sample = (body?: BodySample) =>
    `const { data } = await ${callSample({ scope, operation, receiver: 'client', ...(body && { body }) })}`
  page.heading({ level: 3, text: operation.name, key: operation.id })
  page.add(introductionOf(operation))
  page.add(endpointOf(operation, context.model))
  page.code('ts', sample())
  if (operation.parameters.length > 0) {
    page.heading({ level: 4, text: 'Parameters' })
    page.table(parameterTable(scope, operation.parameters))
  }
  bodySection(page, { scope, operation, binary: FILE, sample: (body) => ['ts', sample(body)] })
  page.heading({ level: 4, text: 'Response' })
  const answer = answerSamples(scope, operation)
  if (!answer) page.add('No body.')
  else if (isJson(answer.media.type)) addBodies(page, answer.examples)
  else page.add(`${code(answer.media.type)}: ${code(answerType(scope, answer.media))}`)
  page.heading({ level: 4, text: 'Status Codes' })
  page.table(answerTable(scope, operation, 'sdk'))
  page.add(() => `On the command line: [${escapeText(operation.id)}](${context.link('cli', operation.id)})`)
}

function schemas(page: Page, { scope }: DocsContext): void {
  const list = namedSchemas(scope)
  if (list.length === 0) return
  page.heading({ level: 2, text: 'Schemas' })
  for (const { name, ref } of list) {
    const { description, deprecated } = target(scope, { $ref: ref })
    page.heading({ level: 3, text: name, key: ref })
    if (deprecated === true) page.add('> [!WARNING]\n> Deprecated.')
    if (typeof description === 'string') page.add(prose(description))
    page.code('ts', `type ${name} = ${schemaType(scope, { $ref: ref })}`)
  }
}

function errors(page: Page, context: DocsContext): void {
  const { scope, entry } = context
  const shown = shownFailure(context)
  page.heading({ level: 2, text: 'Errors' })
  page.add(
    'A failed call throws an `ApiError`: an axios error that also has `operationId`, `status`, `requestId` and `body`. ' +
      '`isApiError` recognises it and narrows `body` to what the document says about that operation and status.',
  )
  if (!shown) return
  const call = callSample({ scope, operation: shown.operation, receiver: 'client' })
  page.code(
    'ts',
    `import { isApiError } from ${quote(entry)}

try {
  await ${call.replaceAll('\n', '\n  ')}
} catch (error) {
  if (!isApiError(error, ${quote(shown.operation.name)}, ${shown.status})) throw error
  console.error(error.message, error.body)
}`,
  )
}

/** A documented failure for the sample: 404 is the one that most programs handle. */
function shownFailure({ model }: DocsContext): { operation: OperationModel; status: string } | undefined {
  const failures = model.operations.flatMap((operation) =>
    operation.responses
      .filter(({ status, content }) => /^4\d\d$/.test(status) && content.some(({ type }) => isJson(type)))
      .map(({ status }) => ({ operation, status })),
  )
  const current = failures.filter(({ operation }) => !operation.deprecated)
  return current.find(({ status }) => status === '404') ?? current[0] ?? failures[0]
}
