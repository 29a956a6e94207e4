import type { MediaTypeModel, OperationModel, RequestBodyModel } from '../../openapi/model.js'
import { isJson } from '../../openapi/plan.js'
import { type BodySample, firstSample } from './body-forms.js'
import type { DocsContext } from './context.js'
import { shellWord } from './literal.js'
import { isBytes, isTextual, sentType } from './operation.js'
import { parameterTexts, pathParameters } from './parameter-sample.js'

/** A file, as samples name it. */
export const FILE = '@file'

interface Calls {
  /** Everything by name. @param body one other than the first */
  named(options?: { body?: BodySample | undefined }): string
  /** Path parameters as arguments; nothing where there are none. */
  positional(): string | undefined
  /** The body from stdin. */
  piped(): string
  filtered(expression: string): string
}

/** Command lines that call an operation. */
export function calls({ scope, command }: DocsContext, operation: OperationModel): Calls {
  const word = shellWord(operation.id)
  const required = operation.parameters.filter((parameter) => parameter.required)
  const flagsOf = (parameters: OperationModel['parameters']): string[] =>
    parameters.flatMap((parameter) =>
      parameterTexts(scope, parameter).map((text) => `-p ${shellWord(`${parameter.name}=${text}`)}`),
    )
  const named = flagsOf(required)
  // An argument is one value: a list of several is given with -p.
  const path = pathParameters(operation).filter((parameter) => parameterTexts(scope, parameter).length === 1)
  const others = flagsOf(required.filter((parameter) => !path.includes(parameter)))
  const firstBody = firstSample(scope, operation, FILE)
  return {
    named: ({ body = firstBody }: { body?: BodySample | undefined } = {}) =>
      [`${command} ${word}`, ...named, ...(body ? dataFlags(operation, body) : [])].join(' \\\n  '),
    positional: () => {
      if (path.length === 0) return undefined
      const values = path.flatMap((parameter) => parameterTexts(scope, parameter)).map(shellWord)
      return [command, word, ...values, ...others].join(' ')
    },
    // Unasked, stdin is read only where a body is required.
    piped: () =>
      [
        ...[command, word, ...named],
        ...(firstBody ? typeFlags(operation, firstBody.media) : []),
        ...(operation.requestBody?.required ? [] : ['-d -']),
      ].join(' '),
    filtered: (expression: string) =>
      [command, word, ...named, '--jsonata', `'${expression.replaceAll("'", `'\\''`)}'`].join(' '),
  }
}

function dataFlags(operation: OperationModel, { media, value }: BodySample): string[] {
  const text = isBytes(media) || isTextual(media) ? String(value) : (JSON.stringify(value) ?? 'null')
  return [...typeFlags(operation, media), `-d ${shellWord(text)}`]
}

/** A body's type, where it isn't the one that is sent unasked. */
function typeFlags({ requestBody }: OperationModel, media: MediaTypeModel): string[] {
  const isUnasked = media === (requestBody && unaskedContent(requestBody))
  return isUnasked ? [] : [`-H ${shellWord(`content-type: ${sentType(media)}`)}`]
}

/** What is sent where no header names a type; nothing where that is one of a range that leaves it open. */
function unaskedContent({ content }: RequestBodyModel): MediaTypeModel | undefined {
  const first = content.find(({ type }) => isJson(type)) ?? content[0]
  return first && /^(?!application|text|\*)[^/]*\/\*/.test(first.type) ? undefined : first
}
