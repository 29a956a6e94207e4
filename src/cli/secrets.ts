import { isObject } from '../openapi/json.js'
import type { FoundToken } from './access.js'
import type { Call } from './call.js'
import { isSecretName } from './mask.js'
import { resolve } from './schema.js'

interface Sent extends Pick<Call, 'api' | 'operation'> {
  token: FoundToken | undefined
  /** Headers of call and profile, by lower-case name. */
  headers: Record<string, string>
  /** Values of the parameters. */
  values: Record<string, unknown>
}

/** What must not be shown of a call: its credentials, and the values of whatever is secret by name or document. */
export function secretsOf({ api, operation, token, headers, values }: Sent): string[] {
  const { document, securitySchemes } = api.model
  const keys = new Set(Object.values(securitySchemes).map(({ name }) => name?.toLowerCase()))
  const isSecret = (name: string): boolean => keys.has(name.toLowerCase()) || isSecretName(name)
  const ofHeaders = Object.entries(headers)
    .filter(([name]) => isSecret(name))
    .map(([, value]) => value.replace(/^(?:Bearer|Basic|Token) +/i, ''))
  const ofParameters = operation.parameters
    .filter(({ name, schema }) => isSecret(name) || resolve(document, schema).format === 'password')
    .flatMap(({ name }) => (Object.hasOwn(values, name) ? texts(values[name]) : []))
  return [...(token ? [token.token] : []), ...ofHeaders, ...ofParameters]
}

const texts = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(texts)
  return isObject(value) ? Object.values(value).flatMap(texts) : [String(value)]
}
