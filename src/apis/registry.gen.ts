// Generated from OpenAPI documents. Do not edit: generate again.
import type { Handle as AccessTokenHandle } from './access-token/index.gen.js'

/** The APIs of this package, by their names on an SDK. */
export interface Apis {
  accessToken: AccessTokenHandle
}

/** Loads an API's entry. */
export const apis = {
  accessToken: () => import('./access-token/index.gen.js'),
}
