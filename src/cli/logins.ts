import { isObject, type JsonObject } from '../openapi/json.js'
import { changeConfig, readConfig, stringAt } from './config-folder.js'
import { CliError, ExitCode, usageError } from './errors.js'
import { didYouMean, quote } from './suggest.js'
import type { Environment } from './terminal.js'

/** A stored login: `credentials.json`, or the same keys inside a profile. */
export interface Login {
  token: string
  org_id?: string
  user_id?: string
  name?: string
  /** ISO 8601. */
  expires_at?: string
}

/** One entry of `profiles.json`. */
export interface Profile {
  name: string
  server?: string
  token?: string
  expires_at?: string
  headers: Record<string, string>
}

/** What `profile create` was told; absent members stay as they are. */
export interface ProfileChange {
  server?: string
  login?: Login
  headers?: Record<string, string>
}

const loginKeys = ['token', 'org_id', 'user_id', 'name', 'expires_at'] as const

/** The login of `epilot auth login` outside of profiles. */
export function readLogin(env: Environment): { token: string; expires_at?: string } | undefined {
  const value = readConfig(env, 'credentials.json')
  const token = value && stringAt(value, 'token')
  return value && token ? { token, ...optional(value, 'expires_at') } : undefined
}

/** Stores a login, in a profile when one is named. Keys that other programs put there stay. */
export async function storeLogin(env: Environment, login: Login, profile?: string): Promise<void> {
  if (profile !== undefined) return changeProfile({ env, name: profile, change: { login } })
  await changeConfig({
    env,
    file: 'credentials.json',
    change: (value) => ({ ...without(value, loginKeys), ...login }),
  })
}

/** Removes a login and leaves the rest: a profile keeps its server and headers. */
export async function removeLogin(env: Environment, profile?: string): Promise<void> {
  if (profile === undefined) {
    await changeConfig({
      env,
      file: 'credentials.json',
      change: (value) => {
        const rest = without(value, loginKeys)
        return Object.keys(rest).length ? rest : undefined
      },
    })
    return
  }
  await changeProfiles(env, (profiles) => {
    const entry = ownObject(profiles, profile)
    if (entry) define(profiles, profile, without(entry, profileLoginKeys))
  })
}

/** @returns the profile. @throws CliError naming the nearest one when there is none of that name. */
export function readProfile(env: Environment, name: string): Profile {
  const profiles = entries(env)
  const entry = ownObject(profiles, name)
  if (!entry) throw unknownProfile(name, Object.keys(profiles))
  return {
    name,
    // What is no URL is told where the server is needed, and stands for no other server.
    ...(entry.server != null && { server: String(entry.server) }),
    ...optional(entry, 'token'),
    ...optional(entry, 'expires_at'),
    headers: headersOf(entry),
  }
}

export const profileNames = (env: Environment): string[] => Object.keys(entries(env))

/** Name of the profile that `profile use` chose. */
export function activeProfile(env: Environment): string | undefined {
  const value = readConfig(env, 'profiles.json')
  return value && stringAt(value, 'active')
}

/** Creates a profile, or changes what was given of an existing one. */
export async function changeProfile(options: {
  env: Environment
  name: string
  change: ProfileChange
}): Promise<void> {
  const { env, name, change } = options
  await changeProfiles(env, (profiles) => {
    const entry = ownObject(profiles, name) ?? {}
    define(profiles, name, {
      ...(change.login ? { ...without(entry, profileLoginKeys), ...profileLogin(change.login) } : entry),
      name,
      ...(change.server && { server: change.server }),
      ...(change.headers && { headers: { ...headersOf(entry), ...change.headers } }),
    })
  })
}

/** Makes a profile the active one. */
export async function useProfile(env: Environment, name: string): Promise<void> {
  await changeProfiles(env, (profiles, file) => {
    if (!ownObject(profiles, name)) throw unknownProfile(name, Object.keys(profiles))
    file.active = name
  })
}

/** Removes a profile; if it was the active one, none is afterwards. */
export async function deleteProfile(env: Environment, name: string): Promise<void> {
  await changeProfiles(env, (profiles, file) => {
    if (!ownObject(profiles, name)) throw unknownProfile(name, Object.keys(profiles))
    delete profiles[name]
    if (file.active === name) delete file.active
  })
}

const profileLoginKeys = ['token', 'org_id', 'user_id', 'expires_at'] as const

// In a profile `name` is the profile's own.
const profileLogin = (login: Login): JsonObject => without({ ...login }, ['name'])

async function changeProfiles(
  env: Environment,
  change: (profiles: JsonObject, file: JsonObject) => void,
): Promise<void> {
  await changeConfig({
    env,
    file: 'profiles.json',
    change: (value) => {
      const profiles = { ...profilesOf(value) }
      const file: JsonObject = { ...value, profiles }
      change(profiles, file)
      return file
    },
  })
}

const entries = (env: Environment): JsonObject => profilesOf(readConfig(env, 'profiles.json') ?? {})

function profilesOf(file: JsonObject): JsonObject {
  if (file.profiles === undefined) return {}
  if (isObject(file.profiles)) return file.profiles
  throw new CliError('profiles.json is corrupt: its `profiles` is not an object.', {
    exitCode: ExitCode.failure,
    next: 'Repair the file, or move it away; it was left as it is.',
  })
}

function unknownProfile(name: string, names: string[]): CliError {
  const next =
    didYouMean(name, names) ??
    (names.length
      ? 'See `epilot profile list`.'
      : `There are no profiles yet: \`epilot profile create ${/^[\w.-]+$/.test(name) ? name : '<name>'}\`.`)
  return usageError(`There is no profile ${quote(name)}.`, next)
}

function headersOf(entry: JsonObject): Record<string, string> {
  const headers = ownObject(entry, 'headers') ?? {}
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

const ownObject = (object: JsonObject, key: string): JsonObject | undefined => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return isObject(value) ? value : undefined
}

// An assignment to `__proto__` would not make a property.
const define = (object: JsonObject, key: string, value: JsonObject): void => {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

const optional = <K extends string>(object: JsonObject, key: K): { [key in K]?: string } => {
  const value = stringAt(object, key)
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: string })
}

const without = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
