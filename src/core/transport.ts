import { AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import { resolveCredential } from './auth.js'
import type { ApiContext, SentConfig } from './context.js'
import { isEpilot, isLoopback } from './origin.js'
import { checkURLs, getAdapter, pinBoundary, prepareBody, route } from './platform.js'
import { createRetry, type SecuredConfig, type Within } from './retry.js'
import type { HeaderValues, Operation, SecuredRequest } from './types.js'

/** What dispatched configs were sent as, to keep its credentials out of their errors. */
export const sentRequests = /* @__PURE__ */ new WeakMap<object, SecuredRequest>()

/** An adapter that sends through ours. A config that is sent again is wrapped anew. */
interface Wrapped {
  adapter?: SentConfig['adapter']
}

/**
 * Prepares configs for axios to send through us: with credentials, attempts, redirects and large answers. Each attempt
 * gets a copy of the config, so that nothing added here is in a config that a caller, interceptor or error sees.
 */
export const createTransport = (context: ApiContext) => {
  const { own, sdk, definition } = context
  const repeat = createRetry(context)

  return (prepared: SentConfig): SentConfig => {
    const operation: Partial<Operation> = definition.operations[prepared.operationId as string] ?? {}
    const { contentType, security } = operation
    const api = sdk.apis?.[definition.name]
    const documented = operation.server ?? definition.server
    const chosen = own.server ?? api?.server ?? sdk.server
    prepared.baseURL ||= (chosen ?? documented) as string
    if (contentType && prepared.data != null) prepared.headers.setContentType(contentType, false)
    for (const change of operation.prepare ?? []) change(prepared)
    prepareBody(prepared)

    const send = async (config: SentConfig): Promise<AxiosResponse> => {
      const adapter = getAdapter(inner, config)
      pinBoundary(config)
      checkURLs(config)
      const { baseURL, auth, headers: given, url: path = '', responseType = 'json' } = config
      /** Where the call goes. */
      let url: URL
      /** Whether that is the API itself. */
      let isOwn: boolean | '' | undefined
      try {
        const base = new URL(baseURL || path, globalThis.location as unknown as URL)
        url = new URL(path, base)
        isOwn = baseURL && url.origin === base.origin
      } catch {
        throw new AxiosError(`no server URL: ${baseURL}`, 'ERR_INVALID_URL')
      }
      const isHome = isEpilot(url.origin)
      const isLarge =
        isOwn &&
        sdk.largeResponse !== false &&
        responseType === 'json' &&
        (isHome || isLoopback(url) || !!definition.largeResponse)
      // A token for all of epilot goes to epilot, to servers that were set, and where a call takes an API of epilot.
      const isTrusted = isHome || baseURL === chosen || (baseURL !== documented && isEpilot(documented))

      const secure = async (within: Within, refused?: string[]): Promise<SecuredConfig> => {
        const headers = Object.assign(
          new AxiosHeaders(),
          isOwn ? given : { 'Content-Type': given['Content-Type'] },
        )
        const request = {
          ...config,
          headers,
          url: path,
          auth: isOwn ? auth : null,
          maxRedirects: 0,
          // axios's own ends an idle connection only.
          timeout: 0,
          secrets: Object.values(auth ?? {}),
        } as SecuredConfig
        route(request, { config, adapter, url })
        for (const set of [
          isOwn && own.headers,
          isOwn && sdk.headers,
          {
            Accept: isLarge
              ? 'application/json, application/large-response.vnd+json, */*'
              : 'application/json, */*',
          },
        ] as (HeaderValues | undefined)[]) {
          // To axios, `false` is a header that is not sent.
          for (const name in set) headers.set(name, set[name] ?? false, false)
        }
        const found =
          (isOwn &&
            !headers.has('authorization') &&
            definition.authenticate?.([own, api, isTrusted && sdk], security)) ||
          []
        if (
          (headers.has('authorization') || found[0]) &&
          !isLoopback(url) &&
          url.protocol !== 'https:' &&
          !config.allowInsecure
        ) {
          throw new AxiosError(`no token goes to ${url.origin}: use https or allowInsecure`, 'ERR_BAD_OPTION')
        }
        for (const [scheme, credential] of found) {
          const secret = await within(Infinity, resolveCredential(credential, refused))
          request.secrets.push(secret)
          scheme(secret, request)
        }
        sentRequests.set(config, request)
        return request
      }

      return repeat({ config, adapter, secure, referrer: isLarge && url })
    }

    const { adapter: inner = prepared.adapter } = prepared.adapter as Wrapped
    const sendClean = async (config: SentConfig): Promise<AxiosResponse> => {
      // A Node ClientRequest holds the raw headers.
      const clean = <T extends object | undefined>(result: T): T =>
        result && Object.assign(result, { config, request: undefined })
      try {
        return clean(await send(config))
      } catch (thrown) {
        const error = thrown as AxiosError
        error.code ??= 'ERR_NETWORK'
        clean(error.response)
        throw clean(error.isAxiosError ? error : AxiosError.from(error))
      }
    }
    prepared.adapter = Object.assign(sendClean, { adapter: inner })
    return prepared
  }
}
