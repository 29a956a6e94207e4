import { findServer, findToken, selectedProfile, variable } from '../access.js'
import { stringAt } from '../config-folder.js'
import type { Context } from '../context.js'
import { checkToken } from '../credentials.js'
import { CliError, ExitCode, usageError } from '../errors.js'
import { table } from '../help.js'
import { expiryOf, readClaims, relativeTime } from '../jwt.js'
import { type Login, removeLogin, storeLogin } from '../logins.js'
import { mask } from '../mask.js'
import { askSecret } from '../prompt.js'
import { readStdin } from '../stdin.js'

const settingsOf = ({ flags, terminal }: Context) => ({ flags, env: terminal.env })

/** `epilot auth login` */
export async function login(context: Context): Promise<undefined> {
  const { terminal } = context
  const profile = selectedProfile(settingsOf(context))
  const token = await tokenFrom(context, () => askForToken(context))
  if (token === undefined) {
    throw usageError(
      'There is no terminal to ask for the token on.',
      'Pipe it in: `epilot auth login --with-token < file`.',
    )
  }
  await storeLogin(terminal.env, toLogin(token), profile?.name)
  const expiry = expiryOf(token)
  const where = profile ? `in profile "${profile.name}"` : 'as your login'
  terminal.say(`Stored ${mask(token)} ${where}${expiry ? `; it expires ${relativeTime(expiry)}` : ''}.`)
  if (variable(terminal.env, 'EPILOT_TOKEN')) terminal.say('EPILOT_TOKEN is set, and is used instead of it.')
  return undefined
}

/** `epilot auth status` */
export async function status(context: Context): Promise<number> {
  const { terminal, flags } = context
  const profile = selectedProfile(settingsOf(context))
  const found = findToken(settingsOf(context), profile)
  const { url: server } = findServer(settingsOf(context), {
    profile,
    document: 'https://access-token.sls.epilot.io',
  })
  if (!found) {
    if (flags.json) terminal.print(`${JSON.stringify({ authenticated: false, server })}\n`)
    throw new CliError(profile ? `Profile "${profile.name}" has no token.` : 'You are not logged in.', {
      exitCode: ExitCode.unauthenticated,
      next: 'Run `epilot auth login`, set EPILOT_TOKEN, or pass --token.',
    })
  }
  const expiry = expiryOf(found.token, found.expires_at)
  const expired = expiry !== undefined && expiry.getTime() <= Date.now()
  if (flags.json) {
    const entry = {
      authenticated: !expired,
      source: found.source,
      ...(profile && { profile: profile.name }),
      token: mask(found.token),
      ...(expiry && { expires_at: expiry.toISOString(), expired }),
      server,
    }
    terminal.print(`${JSON.stringify(entry)}\n`)
  } else {
    const rows: [string, string][] = [
      ['Token', mask(found.token)],
      ['Source', found.label],
      [
        'Expires',
        expiry
          ? `${expiry.toISOString()} (${relativeTime(expiry)})`
          : 'unknown: it is not a JWT with an expiry',
      ],
      ['Server', server],
    ]
    terminal.print(`${table(terminal, rows)}\n`)
  }
  if (!expired) return ExitCode.ok
  throw new CliError(`The token of ${found.label} expired ${relativeTime(expiry)}.`, {
    exitCode: ExitCode.unauthenticated,
    next: 'Run `epilot auth login`.',
  })
}

/** `epilot auth logout`: removes what `auth status` shows. */
export async function logout(context: Context): Promise<undefined> {
  const { terminal } = context
  const profile = selectedProfile(settingsOf(context))
  const found = findToken(settingsOf(context), profile)
  if (found?.source === 'variable') {
    throw new CliError('The token in use is that of EPILOT_TOKEN, which only your shell can remove.', {
      exitCode: ExitCode.failure,
      next: 'Run `unset EPILOT_TOKEN`.',
    })
  }
  if (!found) {
    terminal.say(profile ? `Profile "${profile.name}" has no token.` : 'You were not logged in.')
    return undefined
  }
  await removeLogin(terminal.env, found.source === 'profile' ? profile?.name : undefined)
  terminal.say(
    `Removed ${mask(found.token)} (${found.label}). The token itself stays valid until it expires or is revoked.`,
  )
  return undefined
}

/** The token of `--token`, of stdin with `--with-token`, or of a prompt; `undefined` where nobody can be asked. */
export async function tokenFrom(
  { flags, terminal }: Context,
  ask: () => Promise<string | undefined>,
): Promise<string | undefined> {
  if (flags.token !== undefined && flags.withToken)
    throw usageError('--token and --with-token exclude each other.')
  if (flags.token !== undefined) return checkToken(flags.token, '--token')
  if (flags.withToken) return checkToken((await readStdin(terminal)).toString('utf8'), 'stdin')
  const answer = await ask()
  return answer === undefined ? undefined : checkToken(answer, 'the prompt')
}

/** A token with what its claims say about it. */
export function toLogin(token: string): Login {
  const claims = readClaims(token) ?? {}
  const expiry = expiryOf(token)
  return {
    token,
    ...Object.fromEntries(
      (['org_id', 'user_id', 'name'] as const).flatMap((key) => {
        const value = stringAt(claims, key)
        return value === undefined ? [] : [[key, value]]
      }),
    ),
    ...(expiry && { expires_at: expiry.toISOString() }),
  }
}

async function askForToken({ flags, terminal }: Context): Promise<string | undefined> {
  if (!terminal.interactive || flags.interactive === false) return undefined
  return askSecret(terminal, 'Access token')
}
