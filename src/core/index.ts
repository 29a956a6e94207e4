export type { AxiosInstance, AxiosResponse } from 'axios'
export { defineApi } from './api.js'
export { apiKey, basic, bearer } from './auth.js'
export { formUrlEncoded, multipart } from './body.js'
export { ApiError } from './error.js'
export { type ApiErrorGuard, isApiError } from './guard.js'
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
  Binary,
  ClientOptions,
  Credential,
  HeaderValues,
  OpenAPIDocument,
  Operation,
  OperationMethod,
  Parameter,
  RequestConfig,
  RetryEvent,
  RetryOptions,
  Scheme,
  SecuredRequest,
  Serializer,
  TokenProvider,
} from './types.js'
export { RUNTIME_VERSION } from './version.js'
