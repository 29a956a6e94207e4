import type { ApiModel, OperationModel } from '../../openapi/model.js'
import { preferredContent } from '../../openapi/plan.js'
import { CLIENT_MEMBERS } from '../client.js'
import { Code, key, quote } from '../text.js'
import { type BodySample, firstSample } from './body-forms.js'
import { typescriptLiteral } from './literal.js'
import { sentType } from './operation.js'
import { parameterSample } from './parameter-sample.js'
import type { SchemaScope } from './schema-type.js'

/** A file, as samples write it. */
export const FILE: Code = new Code("new Blob(['...'])")

/** An operation called in TypeScript: `client.getEntity({ id: '...' })`, over as many lines as it needs. */
export function callSample(at: {
  scope: SchemaScope
  operation: OperationModel
  receiver: string
  /** @default the first way to write the body */
  body?: BodySample
}): string {
  const { scope, operation } = at
  const parameters = shownParameters(operation).map(
    (parameter) => `${key(parameter.name)}: ${typescriptLiteral(parameterSample(scope, parameter), '  ')},`,
  )
  const body = at.body ?? firstSample(scope, operation, FILE)
  const method = callee(at.receiver, operation)
  if (!body) return parameters.length === 0 ? `${method}()` : `${method}({\n${indent(parameters, '  ')}\n})`
  const first = parameters.length === 0 ? 'null,' : `{\n${indent(parameters, '    ')}\n  },`
  const args = [first, `${typescriptLiteral(body.value, '  ')},`, ...typeArgument(operation, body)]
  return `${method}(\n${args.map((arg) => `  ${arg}\n`).join('')})`
}

/** The content type, where the method would send another. */
function typeArgument({ requestBody }: OperationModel, { media }: BodySample): string[] {
  const preferred = requestBody && preferredContent(requestBody)
  const isOpen = /^(?!application|multipart|\*)[^/]*\/\*/.test(media.type)
  return media === preferred && !isOpen ? [] : [`{ headers: { 'content-type': ${quote(sentType(media))} } },`]
}

/** Credentials in TypeScript, as `authorize` takes them; nothing for an API without any. */
export function credentialSample(model: ApiModel): string | undefined {
  const alternative = alternatives(model).find((names) => names.length > 0)
  if (!alternative) return undefined
  const schemes = alternative.map((name) => ({ name, scheme: model.securitySchemes[name] }))
  const isBearer = ({ scheme }: (typeof schemes)[number]) =>
    scheme !== undefined && scheme.type !== 'apiKey' && scheme.scheme !== 'basic'
  if (schemes.length === 1 && schemes.every(isBearer)) return "() => '<token>'"
  const credentials = schemes.map(({ name, scheme }) => {
    if (scheme?.scheme === 'basic') return `${key(name)}: { username: '<user>', password: '<password>' }`
    return `${key(name)}: ${scheme?.type === 'apiKey' ? "'<key>'" : "() => '<token>'"}`
  })
  return `{ ${credentials.join(', ')} }`
}

function alternatives(model: ApiModel): string[][] {
  return model.security.length > 0 ? model.security : model.operations.flatMap(({ security }) => security)
}

/** Required parameters; where there are none, the first optional one, to show how it is given. */
function shownParameters({ parameters }: OperationModel): OperationModel['parameters'] {
  const required = parameters.filter((parameter) => parameter.required)
  return required.length > 0 ? required : parameters.filter(({ deprecated }) => !deprecated).slice(0, 1)
}

function callee(receiver: string, { name, path, method }: OperationModel): string {
  const onClient = receiver.split('.').length === 1
  return onClient && CLIENT_MEMBERS.has(name)
    ? `${receiver}.paths[${quote(path)}].${method}`
    : `${receiver}.${name}`
}

function indent(lines: readonly string[], by: string): string {
  return lines.map((line) => `${by}${line.replaceAll('\n', `\n${by.slice(2)}`)}`).join('\n')
}
