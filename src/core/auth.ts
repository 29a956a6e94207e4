import { AxiosError } from 'axios'
import { isHeaderValue } from './headers.js'
import type { Authenticate, Scheme, TokenProvider } from './types.js'

const refuse = (problem: unknown): never => {
  throw new AxiosError(`no token (${problem})`, 'ERR_BAD_OPTION')
}

/** `Authorization: Bearer <token>`; OAuth 2 and OpenID Connect too. https://www.rfc-editor.org/rfc/rfc6750 */
export const bearer: Scheme = (token, { headers }) => {
  headers.set('Authorization', `Bearer ${/^[!-~]+$/.test(token) ? token : refuse('not ASCII')}`)
}

/** HTTP basic authentication. https://www.rfc-editor.org/rfc/rfc7617 */
export const basic: Scheme = (credential, { headers }) => {
  const bytes = String.fromCharCode(...new TextEncoder().encode(credential))
  headers.set('Authorization', `Basic ${btoa(bytes)}`)
}

/** A key in a header, query parameter or cookie. */
export const apiKey =
  (place: 'header' | 'query' | 'cookie', name: string): Scheme =>
  (key, request) => {
    const { headers } = request
    if (place === 'header') headers.set(name, isHeaderValue(key) ? key : refuse('not ASCII'))
    else {
      const pair = `${encodeURIComponent(name)}=${encodeURIComponent(key)}`
      if (place === 'query') {
        request.url += (request.url.includes('?') ? '&' : '?') + pair
      } else headers.set('Cookie', headers.has('Cookie') ? `${headers.get('Cookie')}; ${pair}` : pair)
    }
  }

const inFlight = /* @__PURE__ */ new WeakMap<() => unknown, Promise<unknown>>()

/** A credential as text. Requests that need a provider's token at the same time share one call of it. */
export const resolveCredential =
  (credential: TokenProvider, refused?: unknown[]) =>
  async (signal: AbortSignal): Promise<string> => {
    let token: unknown = credential
    if (typeof credential === 'function') {
      const ask = () => {
        const call = inFlight.get(credential) ?? Promise.resolve().then(credential)
        const forget = () => inFlight.delete(credential)
        inFlight.set(credential, call)
        call.then(forget, forget)
        // Who waits in vain doesn't leave a call that may never end to those who come after; who cancels does.
        signal.addEventListener('abort', () => signal.reason.__CANCEL__ || forget())
        return call.catch((error) => refuse(error?.message ?? error))
      }
      const shared = inFlight.get(credential)
      token = await ask()
      // A call that began before the token was refused may give it again.
      if (shared && refused?.includes(token)) token = await ask()
    }
    return token && typeof token === 'string' ? token : refuse(token && 'not text')
  }

/** An API with one scheme, a bearer token: an operation that says otherwise is public. */
export const bearerOnly =
  (name: string): Authenticate =>
  (accesses, security) =>
    (security ? [] : accesses)
      .map((access) => access && (access.credentials?.[name] ?? access.token))
      .filter(Boolean)
      .slice(0, 1)
      .map((first) => [bearer, first as TokenProvider])

/** An API with several schemes: the first alternative that has all of its credentials. */
export const anyOf =
  (schemes: Record<string, Scheme>, all: string[][] = []): Authenticate =>
  (accesses, security = all) => {
    const isOnly = Object.keys(schemes).length < 2
    for (const alternative of security) {
      const found = alternative.flatMap((name) => {
        const scheme = schemes[name]
        const takesToken = isOnly || scheme === bearer
        const credential = accesses
          .map((access) => access && (access.credentials?.[name] ?? (takesToken && access.token)))
          .find(Boolean)
        if (!scheme || !credential) return []
        const isPair = typeof credential === 'object'
        return [[scheme, isPair ? `${credential.username}:${credential.password}` : credential] as const]
      })
      if (found.length === alternative.length) return found
    }
    return []
  }
