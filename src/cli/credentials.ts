import type { ApiModel } from '../openapi/model.js'
import {
  checkEncrypted,
  checkTrust,
  type FoundServer,
  type FoundToken,
  findToken,
  isTrusted,
} from './access.js'
import type { Call } from './call.js'
import { CliError, ExitCode, usageError } from './errors.js'
import type { Profile } from './logins.js'

interface Need extends Pick<Call, 'context' | 'api' | 'operation'> {
  server: FoundServer
  profile: Profile | undefined
  /** Headers of the call, by lower-case name. */
  headers: Record<string, string>
  /** Headers of the profile, by lower-case name. */
  profileHeaders: Record<string, string>
  /** Asks for a token, where somebody is there to be asked. */
  ask: (() => Promise<string>) | undefined
}

/**
 * The token that a call is sent with; `undefined` for a public operation, and where headers authenticate it.
 *
 * @throws CliError with exit code 3 when there is none, or none that may go to that server
 */
export async function credentialFor(need: Need): Promise<FoundToken | undefined> {
  const { context, operation, server, profile, headers, profileHeaders, ask } = need
  if (operation.security.length === 0 || isAuthenticated(need, headers)) return undefined
  const found = findToken({ flags: context.flags, env: context.terminal.env }, profile)
  if (isAuthenticated(need, { ...profileHeaders, ...headers }) && !comesBeforeProfile(found, need)) {
    return undefined
  }
  if (found) {
    checkTrust(found, server)
    checkEncrypted(server)
    return { ...found, token: checkFor(need, { text: found.token, label: found.label }) }
  }
  const isOptional = operation.security.some((alternative) => alternative.length === 0)
  if (isOptional || context.flags.dryRun) return undefined
  if (ask && isTrusted(server)) {
    checkEncrypted(server)
    return {
      token: checkFor(need, { text: await ask(), label: 'the prompt' }),
      source: 'prompt',
      label: 'prompt',
    }
  }
  throw new CliError(
    `${operation.id} needs a token for ${new URL(server.url).host}, and ${missing(profile)}.`,
    {
      exitCode: ExitCode.unauthenticated,
      next: profile
        ? `Run \`epilot auth login --profile ${profile.name}\`, or pass --token.`
        : 'Run `epilot auth login`, set EPILOT_TOKEN, or pass --token.',
      details: { operation: operation.id },
    },
  )
}

/** Values for the document's security schemes, made from one token. */
export function schemeCredentials(
  { securitySchemes }: ApiModel,
  token: string,
): Record<string, string | { username: string; password: string }> {
  const credentials: ReturnType<typeof schemeCredentials> = {}
  const [username = '', ...rest] = token.split(':')
  for (const [name, { type, scheme }] of Object.entries(securitySchemes)) {
    if (type === 'http' && scheme === 'basic') {
      if (rest.length > 0) credentials[name] = { username, password: rest.join(':') }
    } else if (type === 'apiKey' || BEARER_TOKEN.test(token)) credentials[name] = token
  }
  return credentials
}

const BEARER_TOKEN = /^[\x21-\x7e]+$/

/** Passwords and keys have spaces and umlauts, which no bearer token has. */
function checkFor(
  { api, operation }: Pick<Need, 'api' | 'operation'>,
  given: { text: string; label: string },
): string {
  const { text, label } = given
  const takesAny = operation.security.flat().some((name) => {
    const { type, scheme } = api.model.securitySchemes[name] ?? {}
    return type === 'apiKey' || (type === 'http' && scheme === 'basic' && text.includes(':'))
  })
  return takesAny && !/\p{Cc}/u.test(text.trim()) ? checkFilled(text, label) : checkToken(text, label)
}

/** @returns the token without white space around it. @throws CliError for what no header can carry. */
export function checkToken(text: string, label: string): string {
  const token = checkFilled(text, label)
  if (!BEARER_TOKEN.test(token)) {
    throw usageError(
      `The token from ${label} has a space, a line break or another character that no token has.`,
    )
  }
  return token
}

function checkFilled(text: string, label: string): string {
  const token = text.trim()
  if (token === '') throw usageError(`The token from ${label} is empty.`)
  return token
}

const missing = (profile: Profile | undefined): string =>
  profile ? `profile "${profile.name}" has none` : 'there is none'

/** Whether a token stands before what the profile has, keys in its headers included. */
const comesBeforeProfile = (found: FoundToken | undefined, { context }: Need): boolean =>
  found?.source === 'flag' || (found?.source === 'variable' && context.flags.profile === undefined)

/** Headers of the profile that are sent beside a token: it takes the place of keys that would do without it. */
export function headersBeside(
  token: FoundToken | undefined,
  { api, operation, profileHeaders }: Pick<Need, 'api' | 'operation' | 'profileHeaders'>,
): Record<string, string> {
  if (!token || !isAuthenticated({ api, operation }, profileHeaders)) return profileHeaders
  const keys = Object.values(api.model.securitySchemes).map(({ name }) => name?.toLowerCase())
  return Object.fromEntries(
    Object.entries(profileHeaders).filter(([name]) => name !== 'authorization' && !keys.includes(name)),
  )
}

/** Whether headers already satisfy one of the operation's alternatives. */
export function isAuthenticated(
  { api, operation }: Pick<Need, 'api' | 'operation'>,
  headers: Record<string, string>,
): boolean {
  if ('authorization' in headers) return true
  return operation.security.some(
    (alternative) =>
      alternative.length > 0 &&
      alternative.every((scheme) => {
        const { in: place, name } = api.model.securitySchemes[scheme] ?? {}
        return place === 'header' && name !== undefined && name.toLowerCase() in headers
      }),
  )
}
