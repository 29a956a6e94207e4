import { AxiosError, AxiosHeaders } from 'axios'
import type { CallConfig } from './error.js'
import { LARGE_RESPONSE } from './large-response.js'
import { isEpilot, isLoopback } from './origin.js'
import type { Access, ClientState, SDKState } from './state.js'
import type { ApiDefinition, Operation, RequestConfig } from './types.js'

/** The caller's config, as dispatched; every attempt sends a copy. */
export type SentConfig = CallConfig & Pick<RequestConfig, 'retry' | 'allowInsecure'>

export interface ApiContext {
  definition: ApiDefinition
  sdk: SDKState
  own: ClientState
}

/** Where a request goes, and what may go with it. */
export interface Target {
  /** Base URL of the API, or the foreign URL. */
  url: URL
  /** The call's headers, and those of client and SDK; of a foreign call only the body's type. */
  headers: AxiosHeaders
  /** Whether epilot's large responses are asked for and followed. */
  isLarge: boolean
  /** Where to look for credentials, first match wins. */
  accesses: (Access | false | undefined)[]
}

export const targetOf = (
  { baseURL, url: path = '', headers: given, responseType = 'json' }: SentConfig,
  operation: Operation | undefined,
  { definition, sdk, own }: ApiContext,
): Target => {
  let base: URL
  try {
    base = new URL(baseURL || path, globalThis.location?.href)
  } catch {
    throw new AxiosError(`"${baseURL}" is no URL: set one with server()`, 'ERR_INVALID_URL')
  }
  // A path doesn't change the origin; an absolute URL has its own.
  const url = new URL(path, base)
  const isOwn = !!baseURL && url.origin === base.origin
  const isHome = isEpilot(url)
  const isLarge =
    isOwn &&
    sdk.largeResponse &&
    responseType === 'json' &&
    (isHome || isLoopback(url) || !!definition.largeResponse)
  const headers = new AxiosHeaders(isOwn ? given : { 'Content-Type': given['Content-Type'] ?? null })
  for (const [name, value] of [isOwn && own.headers, isOwn && sdk.headers].flatMap((set) =>
    Object.entries(set || {}),
  )) {
    // To axios, `false` is a header that is not sent.
    headers.set(name, value ?? false, false)
  }
  headers.set('Accept', `application/json, ${isLarge ? `${LARGE_RESPONSE}, ` : ''}text/plain, */*`, false)
  const api = sdk.apis[definition.name]
  // A token for all of epilot goes to epilot and where the user says, not where any document says.
  const isTrusted =
    isHome ||
    baseURL !== (operation?.server ?? definition.server) ||
    [sdk.server, api?.server].includes(baseURL)
  return { url, headers, isLarge, accesses: isOwn ? [own, api, isTrusted && sdk] : [] }
}
