import { checkServer, selectedProfile } from '../access.js'
import type { Context } from '../context.js'
import { requestProblems, usageError } from '../errors.js'
import { table } from '../help.js'
import { expiryOf, relativeTime } from '../jwt.js'
import {
  activeProfile,
  changeProfile,
  deleteProfile,
  type Profile,
  profileNames,
  readProfile,
  useProfile,
} from '../logins.js'
import { mask, maskHeader } from '../mask.js'
import { readHeaders } from '../options.js'
import { quote } from '../suggest.js'
import { tokenFrom, toLogin } from './auth.js'

/** `epilot profile create` */
export async function create(context: Context): Promise<undefined> {
  const { flags, terminal, operands } = context
  const [name = ''] = operands
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
    throw usageError(
      `${quote(name)} can't be the name of a profile.`,
      'Use letters, digits, dots, dashes and underscores.',
    )
  }
  const { headers, problems } = readHeaders(flags.header)
  if (problems.length) throw requestProblems('profile create', problems)
  const server = flags.server === undefined ? undefined : checkServer(flags.server, '--server')
  const token = await tokenFrom(context, async () => undefined)
  const existed = profileNames(terminal.env).includes(name)
  await changeProfile({
    env: terminal.env,
    name,
    change: {
      ...(server && { server }),
      ...(token && { login: toLogin(token) }),
      ...(flags.header && { headers }),
    },
  })
  terminal.say(
    `${existed ? 'Changed' : 'Created'} profile "${name}". Use it with --profile ${name}, or make it the active one: epilot profile use ${name}`,
  )
  return undefined
}

/** `epilot profile use` */
export async function use({ terminal, operands: [name = ''] }: Context): Promise<undefined> {
  await useProfile(terminal.env, name)
  terminal.say(`Profile "${name}" is the active one.`)
  return undefined
}

/** `epilot profile list` */
export async function list({ terminal, flags }: Context): Promise<undefined> {
  const { env } = terminal
  const active = activeProfile(env)
  const profiles = profileNames(env).map((name) => readProfile(env, name))
  if (flags.json) {
    terminal.print(`${JSON.stringify(profiles.map((profile) => summary(profile, active)))}\n`)
  } else if (profiles.length === 0) {
    terminal.say('There are no profiles yet: `epilot profile create <name>`.')
  } else {
    const rows = profiles.map((profile): [string, string] => [
      profile.name + (profile.name === active ? ' (active)' : ''),
      [profile.server ?? 'default server', profile.token ? mask(profile.token) : 'no token'].join('  '),
    ])
    terminal.print(`${table(terminal, rows)}\n`)
  }
  return undefined
}

/** `epilot profile show` */
export async function show({ terminal, flags, operands: [name] }: Context): Promise<undefined> {
  const { env } = terminal
  const profile = name === undefined ? selectedProfile({ flags, env }) : readProfile(env, name)
  if (!profile) throw usageError('No profile is in use.', 'Name one: `epilot profile show <name>`.')
  if (flags.json) {
    terminal.print(`${JSON.stringify(summary(profile, activeProfile(env)))}\n`)
    return undefined
  }
  const expiry = profile.token ? expiryOf(profile.token, profile.expires_at) : undefined
  const rows: [string, string][] = [
    ['Profile', profile.name],
    ['Server', profile.server ?? "the document's"],
    ['Token', profile.token ? mask(profile.token) : 'none'],
    ...(expiry
      ? [['Expires', `${expiry.toISOString()} (${relativeTime(expiry)})`] satisfies [string, string]]
      : []),
    ...Object.entries(maskedHeaders(profile)).map(([key, value]): [string, string] => [
      'Header',
      `${key}: ${value}`,
    ]),
  ]
  terminal.print(`${table(terminal, rows)}\n`)
  return undefined
}

/** `epilot profile delete` */
export async function remove({ terminal, operands: [name = ''] }: Context): Promise<undefined> {
  await deleteProfile(terminal.env, name)
  terminal.say(`Deleted profile "${name}".`)
  return undefined
}

const summary = (profile: Profile, active: string | undefined) => ({
  name: profile.name,
  active: profile.name === active,
  ...(profile.server && { server: profile.server }),
  ...(profile.token && { token: mask(profile.token) }),
  ...(profile.expires_at && { expires_at: profile.expires_at }),
  headers: maskedHeaders(profile),
})

const maskedHeaders = ({ headers }: Profile): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, maskHeader(name, value)]))
