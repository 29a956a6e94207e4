import type { HeaderValues, RetryOptions, TokenProvider } from './types.js'

/** What an SDK's clients read on every request. */
export interface SDKState {
  token?: TokenProvider
  headers: HeaderValues
  server?: string
  retry?: RetryOptions | false
  timeout?: number
}
