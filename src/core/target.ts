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
  /** The call's headers, and those of client and SDK. */
  headers: AxiosHeaders
  /** Whether epilot's large responses are asked for and followed. */
  isLarge: boolean
  /** Where to look for credentials, first match wins. */
  accesses: (Access | undefined)[]
}

export const targetOf = (
  { baseURL, url = '', headers: given, responseType = 'json' }: SentConfig,
  operation: Operation | undefined,
  { definition, sdk, own }: ApiContext,
): Target => {
  let base: URL
  try {
    base = new URL(baseURL || url, globalThis.location?.href)
  } catch {
    throw new AxiosError(`"${baseURL}" is no base URL: set one with server()`, 'ERR_INVALID_URL')
  }
  // A URL's path doesn't change its origin; an absolute URL has its own.
  const target = new URL(url, base)
  const headers = new AxiosHeaders(given)
  if (!baseURL || target.origin !== base.origin) {
    for (const name in headers) if (!/^(accept|content-type)$/i.test(name)) headers.delete(name)
    return { url: target, headers, isLarge: false, accesses: [] }
  }
  for (const [name, value] of [own.headers ?? {}, sdk.headers].flatMap(Object.entries)) {
    // To axios, `false` is a header that is not sent.
    headers.set(name, value ?? false, false)
  }
  const isHome = isEpilot(base)
  const isLarge =
    sdk.largeResponse &&
    (isHome || isLoopback(base) || !!definition.largeResponse) &&
    /^(json|text)$/.test(responseType)
  headers.set('Accept', `application/json, ${isLarge ? `${LARGE_RESPONSE}, ` : ''}text/plain, */*`, false)
  const api = sdk.apis[definition.name]
  // A token for all of epilot goes to epilot and where the user says, not where any document says.
  const isTrusted =
    isHome ||
    baseURL !== (operation?.server ?? definition.server) ||
    [sdk.server, api?.server].includes(baseURL)
  return { url: base, headers, isLarge, accesses: [own, api, isTrusted ? sdk : undefined] }
}
