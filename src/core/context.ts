import type { CallConfig } from './error.js'
import type { ClientState, SDKState } from './state.js'
import type { ApiDefinition, RequestConfig } from './types.js'

/** The caller's config, as dispatched; every attempt sends a copy. */
export type SentConfig = CallConfig & Pick<RequestConfig, 'retry' | 'allowInsecure'>

export interface ApiContext {
  definition: ApiDefinition
  sdk: SDKState
  own: ClientState
}
