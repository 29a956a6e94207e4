import type { OperationModel } from '../openapi/model.js'
import { type Body, checkBody, mediaTypeOf, readBodyText, sentType, toBody } from './body.js'
import type { Call } from './call.js'
import { CliError, ExitCode, requestProblems, usageError } from './errors.js'
import { readHeaders } from './options.js'
import { missingParameters, missingProblem, readParameters } from './parameters.js'
import { quote } from './suggest.js'
import { checkObjects } from './validate-parameters.js'

/** What a call sends, checked against the document. */
export interface CheckedRequest {
  values: Record<string, unknown>
  /** Headers of `-H`, by lower-case name. */
  headers: Record<string, string>
  body: Body | undefined
}

interface Asked extends Call {
  /** Prompts for what is missing; absent where nobody can be asked. */
  ask: Ask | undefined
  /** Called before somebody writes a body: nobody should in vain. */
  beforeBody: (headers: Record<string, string>) => Promise<unknown>
}

/** Prompts for the parts of a request. */
export interface Ask {
  /** Adds values for missing parameters; for all of them with `--guided`. */
  parameters(values: Record<string, unknown>): Promise<void>
  /** A body written in the user's editor; `undefined` where an optional one isn't wanted. */
  body(beforeEditing: () => Promise<unknown>): Promise<Buffer | undefined>
}

/**
 * Reads parameters, headers and body from the command line, stdin and prompts.
 *
 * @throws CliError naming all problems at once; nothing has been sent then
 */
export async function readRequest(asked: Asked): Promise<CheckedRequest> {
  const { context, api, operation, positional, ask } = asked
  const { flags } = context
  const { document } = api.model
  const { headers, problems: headerProblems } = readHeaders(flags.header)
  const parameters = readParameters({ document, operation, named: flags.parameter ?? [], positional })
  const { values } = parameters
  const problems = [...parameters.problems, ...headerProblems]
  if (ask && problems.length === 0) await ask.parameters(values)
  const missing = missingParameters(operation, values).filter(({ name }) => !parameters.refused.has(name))
  problems.push(...missing.map(missingProblem), ...(await checkObjects({ document, operation, values })))
  // Problems so far are certain: nobody should write a body before hearing of them.
  const mayAsk = problems.length === 0 ? ask : undefined
  const body = await readBody({ ...asked, ask: mayAsk }, headers, problems)
  if (problems.length) throw requestProblems(operation.id, problems)
  return { values, headers, body }
}

async function readBody(
  { context, api, operation, ask, beforeBody }: Asked,
  headers: Record<string, string>,
  problems: string[],
): Promise<Body | undefined> {
  const { flags, terminal } = context
  const header = headers['content-type']
  const media = mediaTypeOf(operation, header)
  try {
    const given = await readBodyText({ operation, data: flags.data, terminal })
    const asked = given ? undefined : await ask?.body(() => beforeBody(headers))
    const text = given ?? (asked && { bytes: asked, origin: 'the editor' })
    if (!text) {
      if (operation.requestBody?.required) problems.push(missingBody(operation))
      return undefined
    }
    if (!media) {
      const known = operation.requestBody?.content.map(({ type }) => type).join(', ')
      throw usageError(`a body of type ${quote(header ?? '')} is not documented: use ${known}`)
    }
    const contentType = header ?? sentType(media)
    const body = toBody({ document: api.model.document, media, contentType, ...text })
    problems.push(...(await checkBody(api.model.document, media, body)))
    return body
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.usage) throw error
    problems.push([error.message.replace(/\.$/, ''), error.next].filter(Boolean).join('. '))
    return undefined
  }
}

const missingBody = ({ id, requestBody }: OperationModel): string => {
  const [type] = (requestBody?.content ?? []).map((media) => media.type)
  return `the body is missing: pass it with -d '{...}', -d @file, or through stdin${type ? ` (${type})` : ''}; see \`${id} --help\``
}
