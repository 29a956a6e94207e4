import { findServer, findToken, selectedProfile } from '../access.js'
import { printJson } from '../answer.js'
import type { Context } from '../context.js'
import { checkToken } from '../credentials.js'
import { CliError, ExitCode } from '../errors.js'
import { readOutput } from '../options.js'
import { readStdin } from '../stdin.js'
import { oneLine } from '../text.js'

/** `epilot auth verify [token | -]`: prints the claims of a token whose signature and dates are right. */
export async function verify(context: Context): Promise<undefined> {
  const { terminal, flags } = context
  const settings = { flags, env: terminal.env }
  const profile = selectedProfile(settings)
  const token = await tokenOf(context, () => findToken(settings, profile)?.token)
  const { url: server } = findServer(settings, { profile, document: 'https://access-token.sls.epilot.io' })
  const { createTokenVerifier } = await import('../../apis/access-token/verify.js')
  const verifyToken = createTokenVerifier({ server, accept: ['access', 'public'] })
  const payload = await verifyToken(token).catch((error: unknown) => {
    throw refused(error)
  })
  await printJson(terminal, JSON.stringify(payload), readOutput(flags))
  return undefined
}

async function tokenOf(
  { operands: [given], terminal }: Context,
  inUse: () => string | undefined,
): Promise<string> {
  if (given === '-') return checkToken((await readStdin(terminal)).toString('utf8'), 'stdin')
  if (given !== undefined) return checkToken(given, 'the argument')
  const token = inUse()
  if (token !== undefined) return checkToken(token, 'your login')
  throw new CliError('There is no token to verify.', {
    exitCode: ExitCode.unauthenticated,
    next: 'Pass one, pipe one in with `-`, or run `epilot auth login`.',
  })
}

function refused(error: unknown): CliError {
  const { message, code } = error as { message: string; code?: string }
  return code === 'keys-unavailable'
    ? new CliError(oneLine(message), {
        exitCode: ExitCode.network,
        next: 'Nothing is known about the token.',
      })
    : new CliError(oneLine(`The token is refused: ${message}`), { exitCode: ExitCode.unauthenticated })
}
