import type { AxiosResponse as Answer } from 'axios'

/**
 * axios's response. Declared here, because axios's types for CommonJS stand in a namespace: a compiler that writes
 * declarations names its members by axios itself, which a project can't import where nothing is hoisted.
 */
export interface AxiosResponse<T = unknown> extends Answer<unknown> {
  data: T
}
