import { AxiosError, AxiosHeaders } from 'axios'
import type { CallConfig } from './error.js'
import { LARGE_RESPONSE } from './large-response.js'
import { isAbsolute, isEpilot, isLoopback, parseURL } from './origin.js'
import type { Access, ClientState, SDKState } from './state.js'
import type { ApiDefinition, RequestConfig } from './types.js'

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
  /** The API's own origin: the only one that gets a token or the SDK's headers. */
  isOwn: boolean
  /** Whether epilot's large responses are asked for and followed. */
  isLarge: boolean
  /** Where to look for credentials, first match wins. */
  accesses: (Access | undefined)[]
}

const parsed = /* @__PURE__ */ new Map<string, URL>()

/** Parses a base URL once: parsing is what costs on every request. */
const parseBase = (base: string): URL => {
  const url = parsed.get(base) ?? parseURL(base)
  if (parsed.size > 99) parsed.clear()
  parsed.set(base, url)
  return url
}

export const targetOf = (config: SentConfig, { definition, sdk, own }: ApiContext): Target => {
  const { baseURL, url = '', allowAbsoluteUrls } = config
  const base = baseURL ? parseBase(baseURL) : undefined
  const absolute =
    isAbsolute(url) && !(base && allowAbsoluteUrls === false) ? parseURL(url, base?.href) : undefined
  const target = absolute ?? base
  if (!target) {
    throw new AxiosError(
      `The document of ${definition.name} names no server. Set one with server().`,
      AxiosError.ERR_INVALID_URL,
    )
  }
  const api = sdk.apis[definition.name]
  const isOwn = target.origin === base?.origin
  const isServer = (server?: string) => !!server && parseBase(server).origin === target.origin
  // A token for all of epilot goes to epilot, or where the user sent an API of epilot.
  const isTrusted =
    isEpilot(target) ||
    isServer(sdk.server) ||
    isServer(api?.server) ||
    (isAbsolute(definition.server ?? '') && isEpilot(parseBase(definition.server as string)))
  return {
    url: target,
    isOwn,
    isLarge:
      isOwn && sdk.largeResponse && (isEpilot(target) || isLoopback(target) || !!definition.largeResponse),
    accesses: isOwn ? [own, api, isTrusted ? sdk : undefined] : [],
  }
}

/** What may go to any origin. */
const SAFE = /^(accept|content-type|content-encoding)$/i

/** The call's headers, those of client and SDK where it has none, and no others for a foreign origin. */
export const headersFor = (config: SentConfig, { isOwn, isLarge }: Target, { sdk, own }: ApiContext) => {
  const headers = new AxiosHeaders(config.headers)
  if (isOwn) {
    for (const [name, value] of Object.entries({ ...sdk.headers, ...own.headers })) {
      if (value !== undefined) headers.set(name, value, false)
    }
  } else {
    for (const name of Object.keys(headers)) if (!SAFE.test(name)) headers.delete(name)
  }
  headers.set('Accept', `application/json, ${isLarge ? `${LARGE_RESPONSE}, ` : ''}text/plain, */*`, false)
  return headers
}
