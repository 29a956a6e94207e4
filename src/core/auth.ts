import { AxiosError } from 'axios'
import type { Access } from './state.js'
import type { Credential, Scheme, TokenProvider } from './types.js'

/** `Authorization: Bearer <token>`; OAuth 2 and OpenID Connect too. https://www.rfc-editor.org/rfc/rfc6750 */
export const bearer: Scheme = (token, request) => request.header('Authorization', `Bearer ${token}`)

/** HTTP basic authentication, from the two halves or from `name:password`. https://www.rfc-editor.org/rfc/rfc7617 */
export const basic: Scheme = (credential, request) => {
  const text = typeof credential === 'string' ? credential : `${credential.username}:${credential.password}`
  const bytes = String.fromCharCode(...new TextEncoder().encode(text))
  request.header('Authorization', `Basic ${btoa(bytes)}`)
}

/** A key in a header, query parameter or cookie. */
export const apiKey =
  (place: 'header' | 'query' | 'cookie', name: string): Scheme =>
  (key, request) =>
    request[place](name, String(key))

const inFlight = /* @__PURE__ */ new WeakMap<() => unknown, Promise<string>>()

const refuse = (problem: string): never => {
  throw new AxiosError(`${problem}. Nothing was sent.`, AxiosError.ERR_BAD_OPTION_VALUE)
}

/** A provider's token; requests that need it at the same time share one call. */
const provide = (provider: TokenProvider): string | Promise<string> => {
  if (typeof provider === 'string') return provider
  let token = inFlight.get(provider)
  if (!token) {
    token = Promise.resolve()
      .then(provider)
      .catch((error) => refuse(`The token provider failed: ${error?.message ?? error}`))
      .finally(() => inFlight.delete(provider))
    inFlight.set(provider, token)
  }
  return token
}

/** A credential's value, fit for a header. */
export const resolveCredential = async (credential: Credential) => {
  if (typeof credential === 'object') return credential
  const token: unknown = await provide(credential)
  if (!token || typeof token !== 'string') {
    return refuse(`The token provider gave ${token === '' ? 'an empty string' : token && typeof token}`)
  }
  return /^[!-~]+$/.test(token) ? token : refuse('The token has a character that no header can carry')
}

interface Requirement {
  /** Alternatives of scheme names. */
  security: string[][]
  schemes: Record<string, Scheme>
  /** Where credentials are looked for, first match wins. */
  accesses: (Access | undefined | false)[]
}

/** The credentials of the first alternative that has all of its own. */
export const findCredentials = ({ security, schemes, accesses }: Requirement): [Scheme, Credential][] => {
  const single = Object.keys(schemes).length === 1
  for (const alternative of security) {
    const found = alternative.map((name) => {
      const scheme = schemes[name] as Scheme
      const values = accesses.map(
        (access) =>
          access && (access.credentials?.[name] ?? (scheme === bearer || single ? access.token : undefined)),
      )
      return [scheme, values.find((value) => value)] as [Scheme, Credential]
    })
    if (found.every(([, credential]) => credential)) return found
  }
  return []
}
