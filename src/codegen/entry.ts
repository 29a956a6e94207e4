import type { ApiModel } from '../openapi/model.js'
import { hasLargeResponses, planSecurity } from '../openapi/plan.js'
import { printExpression } from './operations.js'
import { key, literal, quote } from './text.js'

/**
 * Types of the runtime that an entry exports too. What a function around a call returns is made of them, and a compiler
 * that writes declarations names them by an entry that the program imports: nothing else has to be installed.
 */
export const RUNTIME_TYPES = [
  'Api',
  'ApiErrorGuard',
  'AxiosDefaults',
  'AxiosHeaderValue',
  'AxiosInstance',
  'AxiosInterceptorManager',
  'AxiosRequestConfig',
  'AxiosResponse',
  'AxiosResponseDefault',
  'AxiosResponseHeaders',
  'ClientOptions',
  'CreateAxiosDefaults',
  'HeadersDefaults',
  'InternalAxiosRequestConfig',
  'OpenAPIDocument',
  'RawAxiosHeaders',
  'RawAxiosResponse',
  'RequestConfig',
]

export interface EntryOptions {
  /** Name on the facade, such as `accessToken`. */
  name: string
  /** Version of the runtime that the files need. */
  version: string
  /** Import path of the runtime. */
  runtime: string
  /** Schema types to export. */
  types: string[]
}

/**
 * `index.gen.ts`: what the API's users import. The handle is declared here and not beside the client: so the root's
 * declarations lead to the API's entry, and compilers find the names of the API's types there.
 */
export function printEntry(model: ApiModel, { name, version, runtime, types }: EntryOptions): string {
  const imports = new Set<string>()
  const authenticate = printSecurity(model, imports)
  // The runtime that ships with its APIs is as new as they are.
  const [open, close] = runtime.startsWith('.')
    ? ['', '']
    : [`/* @__PURE__ */ requireRuntime(${quote(version)}, `, ')']
  if (open) imports.add('requireRuntime')
  const values = ['ApiError', 'authorize', 'defineApi', 'isApiError as isAnyApiError', ...imports].sort()
  return `import { ${values.join(', ')} } from '${runtime}'
import type { Api, ApiErrorGuard, ClientOptions } from '${runtime}'
import type { Client, ErrorBodies, OperationMethods } from './client.gen.js'
import { operations } from './operations.gen.js'

/** The API on an SDK: loaded with the first call. */
export interface Handle extends OperationMethods {
  /** The SDK's client, built on first use. */
  getClient(): Promise<Client>
  /** A fresh client. */
  createClient(options?: ClientOptions): Promise<Client>
}

/** The API, for \`createSDK({ apis })\`. */
export const api: Api<Client, Handle> = /* @__PURE__ */ defineApi<Client, Handle>(${open}{
  name: ${quote(name)},
${model.server ? `  server: ${quote(model.server)},\n` : ''}  operations,
${authenticate ? `  authenticate: ${authenticate},\n` : ''}${hasLargeResponses(model) ? '  largeResponse: true,\n' : ''}}${close})

/** The default SDK's client of this API, built on first use. */
export const getClient = (): Client => api.connect()

/** A fresh client of this API. */
export const createClient = (options?: ClientOptions): Client => api.create(options)

/** Whether an error is a failed call; of this operation, with this status, if given. */
export const isApiError: ApiErrorGuard<ErrorBodies> = isAnyApiError as unknown as ApiErrorGuard<ErrorBodies>

export { ApiError, authorize }
export { openapi } from './document.gen.js'
export type {
${RUNTIME_TYPES.map((type) => `  ${type},\n`).join('')}} from '${runtime}'
export type { Client, ErrorBodies, OperationMethods, PathsDictionary } from './client.gen.js'
${types.length > 0 ? `export type {\n${types.map((type) => `  ${type},\n`).join('')}} from './schema.gen.js'\n` : ''}`
}

/**
 * `document.gen.ts`: loads the document. It is a file of its own because webpack, asked for one file, keeps every
 * `import()` of a file that it keeps, called or not.
 */
export function printLoader(runtime: string): string {
  return `import type { OpenAPIDocument } from '${runtime}'

/** The document that these files were generated from. */
export const openapi = (): Promise<OpenAPIDocument> => import('./openapi.gen.js').then((module) => module.document)
`
}

/** How the API is secured, as an expression of the runtime's. */
function printSecurity(model: ApiModel, imports: Set<string>): string | undefined {
  const plan = planSecurity(model)
  if (!plan) return undefined
  imports.add(plan.name)
  const schemes = Object.entries(plan.schemes)
  if (plan.name === 'bearerOnly') return `/* @__PURE__ */ bearerOnly(${quote(schemes[0]?.[0] ?? '')})`
  const printed = schemes.map(([name, scheme]) => `${key(name)}: ${printExpression(scheme, imports)}`)
  return `/* @__PURE__ */ anyOf({ ${printed.join(', ')} }, ${literal(model.security, '', Number.POSITIVE_INFINITY)})`
}

/** `openapi.gen.ts`: the document, loaded only by who asks for it. */
export function printDocument(model: ApiModel, runtime: string): string {
  const text = quote(JSON.stringify(model.document))
  return `import type { OpenAPIDocument } from '${runtime}'

export const document: OpenAPIDocument = JSON.parse(
  ${text},
)
`
}
