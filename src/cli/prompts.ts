import { isObject } from '../openapi/json.js'
import type { ApiModel, OperationModel, ParameterModel } from '../openapi/model.js'
import { sampleBody, sampleParameter, sampleSchema } from '../openapi/sample.js'
import { checkBody, mediaTypeOf } from './body.js'
import type { Call, ReadyCall } from './call.js'
import { operationsByTag } from './catalog.js'
import { editText } from './editor.js'
import { CliError, ExitCode } from './errors.js'
import { firstLine } from './markdown.js'
import { readParameter } from './parameters.js'
import { type Prompter, prompterFor } from './prompt.js'
import type { Ask } from './request.js'
import { resolve, typesOf, valuesOf } from './schema.js'
import type { Terminal } from './terminal.js'
import { oneLine } from './text.js'
import { variantFor, variantsOf } from './variants.js'

/** What somebody at a terminal can be asked during a call. */
export interface Prompts extends Ask {
  token(host: string): Promise<string>
  /** @throws CliError when the answer is no. */
  confirm(call: ReadyCall): Promise<void>
}

/** Lets the user pick an operation; typing filters. */
export async function pickOperation(terminal: Terminal, model: ApiModel): Promise<OperationModel> {
  const prompter = await prompterFor(terminal)
  const operations = operationsByTag(model).flatMap((group) => group.operations)
  const width = Math.max(...operations.map(({ id }) => id.length))
  const id = await prompter.pick({
    message: `${model.document.info.title}: which operation?`,
    choices: operations.map((operation) => ({
      value: operation.id,
      label: operation.id.padEnd(width),
      hint: oneLine(
        firstLine(operation.description ?? operation.summary ?? ''),
        Math.max(20, terminal.width - width - 12),
      ),
    })),
  })
  const operation = operations.find((candidate) => candidate.id === id)
  if (!operation) throw new CliError(`There is no operation ${id}.`, { exitCode: ExitCode.usage })
  return operation
}

/** The questions of one call. A prompt is only built when it is first needed. */
export function openPrompts({ context, api, operation }: Call): Prompts {
  const { terminal, flags } = context
  let opened: Promise<Prompter> | undefined
  const prompter = (): Promise<Prompter> => (opened ??= prompterFor(terminal))
  return {
    parameters: async (values) => {
      for (const parameter of operation.parameters) {
        if (Object.hasOwn(values, parameter.name) || !(parameter.required || flags.guided)) continue
        const value = await askParameter(await prompter(), api.model, parameter)
        if (value !== undefined) values[parameter.name] = value
      }
    },
    body: async (beforeEditing) => {
      const { requestBody } = operation
      if (!requestBody || flags.data !== undefined) return undefined
      const ask = await prompter()
      if (!requestBody.required) {
        if (!flags.guided || !(await ask.confirm('Send a body?'))) return undefined
      }
      await beforeEditing()
      return editBody({ terminal, ask, model: api.model, operation })
    },
    token: async (host) => (await prompter()).secret(`Access token for ${host}`),
    confirm: async ({ request, server }) => {
      const what = Object.values(request.values).map(String).join(' ')
      const question = `${operation.id} ${what} at ${new URL(server.url).host}?`
      if (await (await prompter()).confirm(question)) return
      throw new CliError('Nothing was sent.', { exitCode: ExitCode.failure })
    },
  }
}

async function askParameter(
  ask: Prompter,
  { document }: ApiModel,
  parameter: ParameterModel,
): Promise<unknown> {
  const schema = resolve(document, parameter.schema)
  const isList = typesOf(schema).includes('array')
  const values = valuesOf(isList ? resolve(document, schema.items) : schema)?.map(String)
  const about = parameter.description ? ` – ${oneLine(firstLine(parameter.description), 80)}` : ''
  const message = `${parameter.name}${parameter.required ? '' : ' (optional)'}${about}`
  const read = (texts: string[]) => readParameter({ document, parameter, texts })
  if (values && isList) {
    const choices = values.map((value) => ({ value, label: value }))
    const picked = await ask.pickMany({ message, choices, required: parameter.required })
    return picked.length ? read(picked).value : undefined
  }
  if (values) {
    const skip = parameter.required ? [] : [{ value: '', label: '(leave out)' }]
    const choices = [...skip, ...values.map((value) => ({ value, label: value }))]
    return (await ask.pick({ message, choices })) || undefined
  }
  const split = (text: string): string[] => (isList ? text.split(',').map((part) => part.trim()) : [text])
  const text = await ask.text({
    message: isList ? `${message} (separated by commas)` : message,
    placeholder: `such as ${oneLine(String(sampleParameter(parameter, document)), 60)}`,
    check: (answer) => {
      if (answer === '') return parameter.required ? 'A value is required.' : undefined
      const { problem } = read(split(answer))
      return problem && `${parameter.name} ${problem}`
    },
  })
  return text === '' ? undefined : read(split(text)).value
}

interface BodyQuestion {
  terminal: Terminal
  ask: Prompter
  model: ApiModel
  operation: OperationModel
}

/** Has a body written from a template, again where what comes back is no JSON. */
async function editBody({ terminal, ask, model, operation }: BodyQuestion): Promise<Buffer | undefined> {
  const media = mediaTypeOf(operation, undefined)
  if (!media) return undefined
  const { document } = model
  const variants = variantsOf(document, media)
  let example: unknown = sampleBody(media, document, { full: true })
  if (variants) {
    const name = await ask.pick({
      message: `${variants.property ?? 'Body'}: which one?`,
      choices: variants.list.map((variant) => ({
        value: variant.name,
        label: variant.name,
        ...(variant.title !== undefined && { hint: variant.title }),
      })),
    })
    const variant = variants.list.find((one) => one.name === name)
    example = variant?.example ?? sampleSchema(variant?.schema ?? media.schema, document, { full: true })
    const { property } = variants
    if (property !== undefined && isObject(example) && !variantFor(variants, example)) {
      example = { ...example, [property]: name }
    }
  }
  const template = `${JSON.stringify(example, null, 2)}\n`
  let text = template
  for (;;) {
    text = await editText(text, { template, env: terminal.env })
    const bytes = Buffer.from(text)
    const problems = await checkBody(document, media, {
      data: bytes,
      contentType: media.type,
      origin: 'the editor',
    })
    if (problems.length === 0) return bytes
    for (const problem of problems) terminal.say(`  - ${problem}`)
    if (!(await ask.confirm('Edit it again?'))) return bytes
  }
}
