import { AxiosError, type AxiosHeaders } from 'axios'
import { findCredentials, resolveCredential } from './auth.js'
import { isLoopback } from './origin.js'
import { type ApiContext, headersFor, type SentConfig, type Target } from './target.js'

/** What an attempt sends in place of the call's own. */
export interface Secured {
  request: { headers: AxiosHeaders; url: string }
  /** The credentials in it. */
  secrets: string[]
}

/** The call's headers and URL with the credentials that its operation asks for. */
export const secure = async (config: SentConfig, target: Target, context: ApiContext): Promise<Secured> => {
  const { definition } = context
  const headers = headersFor(config, target, context)
  const request = { headers, url: config.url ?? '' }
  const secrets: string[] = []
  const found = headers.has('authorization')
    ? []
    : findCredentials({
        security: definition.operations[config.operationId ?? '']?.security ?? definition.security ?? [],
        schemes: definition.schemes ?? {},
        accesses: target.accesses,
      })
  if (!found.length && !headers.has('authorization')) return { request, secrets }
  if (target.url.protocol === 'http:' && !isLoopback(target.url) && !config.allowInsecure) {
    throw new AxiosError(
      `A token is not sent over plain http to ${target.url.host}: use https, or set allowInsecure. Nothing was sent.`,
      AxiosError.ERR_BAD_OPTION,
    )
  }
  for (const [scheme, credential] of found) {
    const value = await resolveCredential(credential)
    secrets.push(...Object.values(typeof value === 'string' ? [value] : value))
    scheme(value, {
      header: (name, text) => headers.set(name, text),
      query: (name, text) => {
        request.url += `${request.url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(text)}`
      },
      cookie: (name, text) => addCookie(headers, `${name}=${encodeURIComponent(text)}`),
    })
  }
  return { request, secrets }
}

export const addCookie = (headers: AxiosHeaders, cookie: string): void => {
  headers.set('Cookie', headers.has('Cookie') ? `${headers.get('Cookie')}; ${cookie}` : cookie)
}
