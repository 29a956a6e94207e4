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
export { defineApi } from './api.js'
export { anyOf, apiKey, basic, bearer, bearerOnly } from './auth.js'
export type { AxiosResponse } from './axios.js'
export { bytes, contentTypes, formUrlEncoded, jsonBody, multipart, multipartOf } from './body.js'
export { ApiError } from './error.js'
export { type ApiErrorGuard, isApiError } from './guard.js'
export { cookie, header, type Parameter, parameters, path, query, required } from './parameters.js'
export { binary, mixed, redirects, withoutFragment } from './prepare.js'
export {
  deepObject,
  form,
  formFlat,
  json,
  jsonValue,
  label,
  labelExplode,
  matrix,
  matrixExplode,
  pipeDelimited,
  reserved,
  simple,
  simpleExplode,
  spaceDelimited,
} from './serialize.js'
export { authorize } from './state.js'
export type {
  Api,
  ApiDefinition,
  ApiModule,
  Authenticate,
  Binary,
  ClientOptions,
  Credential,
  HeaderValues,
  OpenAPIDocument,
  Operation,
  OperationMethod,
  Refuse,
  RequestConfig,
  RequestParts,
  RetryEvent,
  RetryOptions,
  Scheme,
  SecuredRequest,
  Serializer,
  TokenProvider,
} from './types.js'

export { RUNTIME_VERSION, requireRuntime } from './version.js'
