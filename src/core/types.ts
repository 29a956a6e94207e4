import type { AxiosInstance, AxiosRequestConfig, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Access, SDKState } from './state.js'

/** An OpenAPI 3.0 or 3.1 document, as parsed JSON. */
export interface OpenAPIDocument {
  openapi: string
  info: { title: string; version: string; description?: string; [key: string]: unknown }
  paths?: Record<string, unknown>
  [key: string]: unknown
}

/** Raw bytes of a body, or of a file in a form; a stream of Node's is sent once and never repeated. */
export type Binary = Blob | ArrayBuffer | Uint8Array | { pipe(destination: never): unknown }

/** A token, or a function that gives one: called per request, one call in flight at a time. */
export type TokenProvider = string | (() => string | Promise<string>)

/** What a security scheme takes: a token or key, or the two halves of HTTP basic authentication. */
export type Credential = TokenProvider | { username: string; password: string }

/** Headers as an object; `undefined` removes one that was set before. */
export type HeaderValues = Record<string, string | undefined>

/** How a failed call is repeated. All times are in milliseconds. */
export interface RetryOptions {
  /** Repeats after the first attempt. @default 2 */
  maxRetries?: number
  /** Upper bound of the first wait without `Retry-After`; it doubles with each attempt. @default 500 */
  baseDelay?: number
  /** Upper bound of every such wait. @default 8000 */
  maxDelay?: number
  /** Longest `Retry-After` that is waited for; above it the call fails at once. @default 60000 */
  maxRetryAfter?: number
  /** Bounds the whole call: token provider, attempts and waits. 0 is no bound. @default 120000 */
  deadline?: number
  /** Called before each wait. */
  onRetry?: (event: RetryEvent) => void
}

export interface RetryEvent {
  /** Operation of the call; absent for a raw axios call. */
  operationId?: string | undefined
  /** Number of the attempt that failed, from 1. */
  attempt: number
  /** Time until the next attempt, in milliseconds. */
  delay: number
  /** Status of the failed attempt; absent when no answer arrived. */
  status?: number | undefined
  /** axios error code of the failed attempt. */
  code?: string | undefined
}

/** Configuration of one call: all of axios's, and ours. */
export interface RequestConfig extends AxiosRequestConfig {
  /** Retry options of this call; `false` is one attempt. */
  retry?: RetryOptions | false
  /** Sends a token over plain `http:` to a host that isn't loopback. @default false */
  allowInsecure?: boolean
}

/** What `createClient()` takes. What is absent is the SDK's. */
export interface ClientOptions {
  /** Token of this client; wins over the SDK's. */
  token?: TokenProvider
  /** Headers of every call. */
  headers?: HeaderValues
  /** Base URL; defaults to the document's server. */
  server?: string
  retry?: RetryOptions | false
  /** Bounds one attempt, its body included, a streamed one too, in milliseconds; 0 is no bound. @default 30000 */
  timeout?: number
}

/** Turns a parameter's value into its part of the URL, header or cookie; `undefined` leaves it out. */
export type Serializer = (
  name: string,
  value: unknown,
  /** Escapes a name or value; `encodeURIComponent` where nothing is given. */
  encode?: (text: string) => string,
) => string | undefined

/** Throws a `TypeError` that names operation and parameter. */
export type Refuse = (name: string, value: unknown) => never

/** What was written of an operation's parameters. */
export interface RequestParts {
  /** Of the path, by parameter name. */
  path: Record<string, string | undefined>
  /** Parts of the query string. */
  query: (string | undefined)[]
  headers: Record<string, string>
}

/** Puts a credential on a request: a token, a key, or `name:password`. */
export type Scheme = (credential: string, request: SecuredRequest) => void

/** What a security scheme can change. */
export interface SecuredRequest {
  headers: InternalAxiosRequestConfig['headers']
  url: string
  /** The credentials in it. */
  secrets: string[]
}

/** Finds the credentials of a call; `accesses` in order of precedence. */
export type Authenticate = (
  accesses: (Access | false | undefined)[],
  /** The operation's own alternatives, where it has them. */
  security?: string[][],
) => (readonly [Scheme, TokenProvider])[]

/** One operation, compiled from its document; absent members are the defaults. */
export interface Operation {
  /** Lower-case HTTP method. */
  method: string
  /** Path template, as in the document. */
  path: string
  /** Content type of the body; absent when the operation takes none, or a step of `prepare` chooses by the data. */
  contentType?: string
  bodyRequired?: boolean
  /** Alternatives of scheme names, first match wins; `[]` is a public operation. Absent: the API's. */
  security?: string[][]
  /** `false` where the document lists an answer that isn't JSON, or no answer with a body at all. */
  json?: false
  /** Server of this operation, where it isn't the API's. */
  server?: string
  /** Writes the parameters that aren't default-style path or optional query parameters: `parameters()`. */
  write?: (values: Record<string, unknown>, refuse: Refuse) => RequestParts
  /** What else the operation needs done to a config: `multipart()`, `binary`, `redirects`... */
  prepare?: ((config: InternalAxiosRequestConfig) => void)[]
}

/** An API, compiled from its document. */
export interface ApiDefinition {
  /** Name on the facade, such as `accessToken`. */
  name: string
  /** Default base URL. */
  server?: string
  operations: Record<string, Operation>
  /** How its operations are secured: `bearerOnly()` or `anyOf()`. Absent: not at all. */
  authenticate?: Authenticate
  /** The document lists the large-response media type. */
  largeResponse?: boolean
}

/** An API's clients. `H` is the type of its handle on the facade. */
export interface Api<C extends AxiosInstance = AxiosInstance, H = unknown> {
  readonly definition: ApiDefinition
  /** The client of an SDK (default: the default SDK's), built on first use. */
  connect(state?: SDKState): C
  /** A fresh client. */
  create(options?: ClientOptions, state?: SDKState): C
  /** Carries the handle's type; has no value. */
  readonly handle?: H
}

/** An entry generated for an API. */
export interface ApiModule<C extends AxiosInstance = AxiosInstance, H = unknown> {
  readonly api: Api<C, H>
  openapi(): Promise<OpenAPIDocument>
}

/** A method of a client: `parameters` may be the one path parameter's value itself. */
export type OperationMethod = (
  parameters?: Record<string, unknown> | string | number | null,
  data?: unknown,
  config?: RequestConfig,
) => Promise<AxiosResponse>
