import type { AxiosInstance } from 'axios'
import { defineApi } from '../core/index.js'
import type { ClientOptions, OpenAPIDocument, OperationMethod } from '../core/types.js'
import { compileModel } from './compile.js'
import { flattenDocument } from './flatten.js'
import { loadDocument } from './load.js'
import { camelCase } from './names.js'

/** A client of an API known only at run time: its operations by name, and by path and method. */
export type DocumentClient = AxiosInstance & {
  [operation: string]: OperationMethod
} & { paths: Record<string, Record<string, OperationMethod>> }

/**
 * Makes a client from an OpenAPI 3.0 or 3.1 document. It has the operations as methods
 * `(parameters, data, config)`, and sends requests as a generated client does.
 *
 * @param document The document itself, or where it is: a URL, or a file's path (in Node). Only a document that
 *   is loaded may be spread over several files.
 * @param options Token, headers, server, retry and timeout, as for `createClient()`.
 * @throws {DocumentError} naming every problem, when the document can't be used.
 *
 * @example
 * const client = await createClientFromDocument('openapi.json', { server, token })
 * const answer = await client.listAccessTokens?.({ token_type: ['api'] })
 */
export const createClientFromDocument = async (
  document: OpenAPIDocument | URL | string,
  options?: ClientOptions,
): Promise<DocumentClient> => {
  const isPlace = typeof document === 'string' || document instanceof URL
  const model = flattenDocument(isPlace ? await loadDocument(document) : document)
  const name = camelCase(String(model.document.info?.title ?? 'api'))
  return defineApi<DocumentClient, unknown>(compileModel(model, name)).create(options)
}

// What functions around calls return: where nothing is hoisted, axios itself can't be imported, and a compiler that
// writes declarations has to find these names here.
export type {
  AxiosDefaults,
  AxiosHeaderValue,
  AxiosInstance,
  AxiosInterceptorManager,
  AxiosRequestConfig,
  AxiosResponse as RawAxiosResponse,
  AxiosResponseDefault,
  AxiosResponseHeaders,
  CreateAxiosDefaults,
  HeadersDefaults,
  InternalAxiosRequestConfig,
  RawAxiosHeaders,
} from 'axios'
export type { AxiosResponse } from '../core/axios.js'
export type { ClientOptions, OpenAPIDocument, OperationMethod, RequestConfig } from '../core/types.js'
export { DocumentError, isDocumentError } from './error.js'
export type { Problem } from './model.js'
