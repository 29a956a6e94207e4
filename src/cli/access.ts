import { CliError, ExitCode, usageError } from './errors.js'
import type { Flags } from './flags.js'
import { activeProfile, type Profile, readLogin, readProfile } from './logins.js'
import { quote } from './suggest.js'
import type { Environment } from './terminal.js'

/** Where a token came from. */
export type TokenSource = 'flag' | 'profile' | 'variable' | 'login' | 'prompt'

/** A token in use, and how to call where it came from. */
export interface FoundToken {
  token: string
  source: TokenSource
  /** For people: `--token`, `profile "prod"`. */
  label: string
  /** As stored beside the token. */
  expires_at?: string
}

/** A base URL, and whether the user named it; otherwise it is the document's. */
export interface FoundServer {
  url: string
  named: boolean
  label: string
}

interface Settings {
  flags: Flags
  env: Environment
}

/** The profile that is in use: `--profile`, else `EPILOT_PROFILE`, else the active one. */
export function selectedProfile({ flags, env }: Settings): Profile | undefined {
  const name = flags.profile ?? variable(env, 'EPILOT_PROFILE') ?? activeProfile(env)
  return name === undefined ? undefined : readProfile(env, name)
}

/**
 * The token in use, in the order `--token`, `--profile`, `EPILOT_TOKEN`, `EPILOT_PROFILE`, active profile, stored
 * login. A selected profile without a token doesn't borrow that of another one or of the stored login.
 */
export function findToken({ flags, env }: Settings, profile: Profile | undefined): FoundToken | undefined {
  const ofProfile = (): FoundToken | undefined =>
    profile?.token === undefined
      ? undefined
      : {
          token: profile.token,
          source: 'profile',
          label: `profile ${quote(profile.name)}`,
          ...(profile.expires_at && { expires_at: profile.expires_at }),
        }
  const fromVariable = variable(env, 'EPILOT_TOKEN')
  if (flags.token !== undefined) return { token: flags.token, source: 'flag', label: '--token' }
  if (flags.profile !== undefined && profile?.token !== undefined) return ofProfile()
  if (fromVariable !== undefined) return { token: fromVariable, source: 'variable', label: 'EPILOT_TOKEN' }
  if (profile) return ofProfile()
  const login = readLogin(env)
  return login && { ...login, source: 'login', label: 'stored login' }
}

/** The base URL in use: `-s`, `--profile`, `EPILOT_SERVER`, other profile, document. */
export function findServer(
  { flags, env }: Settings,
  { profile, document }: { profile: Profile | undefined; document: string | undefined },
): FoundServer {
  const fromVariable = variable(env, 'EPILOT_SERVER')
  const label = profile && `profile ${quote(profile.name)}`
  if (flags.server !== undefined) return named(flags.server, '--server')
  if (flags.profile !== undefined && profile?.server !== undefined) return named(profile.server, label ?? '')
  if (fromVariable !== undefined) return named(fromVariable, 'EPILOT_SERVER')
  if (profile?.server !== undefined) return named(profile.server, label ?? '')
  if (document === undefined || !/^https?:\/\//i.test(document)) {
    throw usageError('The document names no server that could be called.', 'Name one with -s <url>.')
  }
  return { url: checkServer(document, 'the document'), named: false, label: 'the document' }
}

/**
 * @throws CliError when a kept secret would go to a server that is neither epilot's, nor local, nor named by the
 * user. A `--token` was given for this very call, so it may go anywhere.
 */
export function checkTrust(found: FoundToken, server: FoundServer): void {
  if (found.source === 'flag' || isTrusted(server)) return
  throw new CliError(
    `The token of ${found.label} is not sent to ${new URL(server.url).host}: only to https on *.epilot.io, to this machine, or to a server you name.`,
    { exitCode: ExitCode.unauthenticated, next: 'Pass --token for this call, or name the server with -s.' },
  )
}

/** Whether kept secrets may go there. */
export function isTrusted({ url, named }: FoundServer): boolean {
  const { protocol, hostname } = new URL(url)
  return named || isLoopback(hostname) || (protocol === 'https:' && hostname.endsWith('.epilot.io'))
}

/** @throws CliError for a token that would cross a network in the clear. */
export function checkEncrypted(server: FoundServer): void {
  const { protocol, hostname, host } = new URL(server.url)
  if (protocol === 'https:' || isLoopback(hostname)) return
  throw usageError(`A token is not sent to ${host} over plain http.`, 'Use an https URL.')
}

/** An environment variable that must not be empty when it is set. */
export function variable(env: Environment, name: string): string | undefined {
  if (env[name] === '') throw usageError(`${name} is set, but empty.`, `Unset ${name}, or give it a value.`)
  return env[name]
}

/** @throws CliError where one of the program's variables is empty, whether or not the call needs it. */
export function checkVariables(env: Environment): void {
  for (const name of ['EPILOT_TOKEN', 'EPILOT_PROFILE', 'EPILOT_SERVER']) variable(env, name)
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(hostname)

const named = (url: string, label: string): FoundServer => ({
  url: checkServer(url, label),
  named: true,
  label,
})

/** @throws CliError for what is no base URL. */
export function checkServer(text: string, label: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usageError(
      `${label} is not an http(s) URL: ${quote(text)}.`,
      'Give one such as https://access-token.sls.epilot.io.',
    )
  }
  if (url.username || url.password) {
    throw usageError(`${label} has a user name or password in its URL.`, 'Use --token or -H instead.')
  }
  if (url.search || url.hash)
    throw usageError(`${label} has a query or fragment in its URL.`, 'Leave it out.')
  return text.replace(/\/+$/, '')
}
