import type { OperationModel } from '../openapi/model.js'
import {
  checkVariables,
  type FoundServer,
  type FoundToken,
  findServer,
  isTrusted,
  selectedProfile,
} from './access.js'
import { printAnswer } from './answer.js'
import type { LoadedApi } from './catalog.js'
import type { Context } from './context.js'
import { credentialFor, headersBeside } from './credentials.js'
import { ExitCode, usageError } from './errors.js'
import type { Profile } from './logins.js'
import { headerProblem, readOutput, readTimeout } from './options.js'
import { openPrompts, type Prompts } from './prompts.js'
import { type CheckedRequest, readRequest } from './request.js'
import { secretsOf } from './secrets.js'
import { printCurl, send } from './send.js'
import { quote } from './suggest.js'
import { compileTransform } from './transform.js'

/** One operation of an API, and the operands that fill its path parameters. */
export interface Call {
  context: Context
  api: LoadedApi
  operation: OperationModel
  positional: string[]
}

/** A call that is ready to be sent. */
export interface ReadyCall extends Call {
  request: CheckedRequest
  server: FoundServer
  token: FoundToken | undefined
  /** Headers of the profile, by lower-case name. */
  profileHeaders: Record<string, string>
  /** Bounds the whole call, in milliseconds. */
  timeout: number | undefined
  /** Values that must not be shown. */
  secrets: string[]
}

/** Calls an operation: reads and checks everything, asks for what is missing, sends, prints. */
export async function callOperation(call: Call): Promise<number> {
  const { context, api, operation } = call
  const { flags, terminal } = context
  checkVariables(terminal.env)
  const format = readOutput(flags)
  const given = readTimeout(flags.timeout)
  // Reading the document is part of the call.
  const timeout = given === undefined ? undefined : Math.max(1, Math.ceil(given - api.loadedIn))
  const transform = flags.jsonata === undefined ? undefined : await compileTransform(flags.jsonata)
  const prompts = promptsFor(call)
  const settings = { flags, env: terminal.env }
  const profile = selectedProfile(settings)
  const server = findServer(settings, { profile, document: operation.server ?? api.model.server })
  const kept = headersOfProfile(call, profile, server)
  let credential: Promise<FoundToken | undefined> | undefined
  const authenticate = (headers: Record<string, string>): Promise<FoundToken | undefined> => {
    credential ??= credentialFor({
      ...call,
      server,
      profile,
      headers,
      profileHeaders: kept,
      ask: prompts && (() => prompts.token(new URL(server.url).host)),
    })
    return credential
  }
  const request = await readRequest({ ...call, ask: prompts, beforeBody: authenticate })
  const token = await authenticate(request.headers)
  const profileHeaders = headersBeside(token, { ...call, profileHeaders: kept })
  const secrets = secretsOf({
    ...call,
    token,
    headers: { ...profileHeaders, ...request.headers },
    values: request.values,
  })
  const ready: ReadyCall = { ...call, request, server, token, profileHeaders, timeout, secrets }
  if (flags.dryRun) {
    await printCurl(ready)
    return ExitCode.ok
  }
  if (prompts && operation.method === 'delete' && !flags.yes) await prompts.confirm(ready)
  const answer = await send(ready)
  await printAnswer({ terminal, operation, answer, format: { ...format, transform }, secrets })
  return ExitCode.ok
}

function promptsFor(call: Call): Prompts | undefined {
  const { flags, terminal } = call.context
  if (terminal.interactive && flags.interactive !== false) {
    return openPrompts(call)
  }
  if (flags.guided) {
    throw usageError(
      '--guided asks questions, but there is no terminal to ask on.',
      'Leave it out, and pass parameters with -p.',
    )
  }
  return undefined
}

// They may hold keys: where a profile's token may not go, its headers may not either.
function headersOfProfile(
  { context, operation }: Call,
  profile: Profile | undefined,
  server: FoundServer,
): Record<string, string> {
  const entries = Object.entries(profile?.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  )
  if (entries.length === 0) return {}
  if (!isTrusted(server)) {
    context.terminal.say(
      `The headers of profile "${profile?.name}" are not sent to ${new URL(server.url).host}.`,
    )
    return {}
  }
  for (const [name, value] of entries) {
    const problem = headerProblem(name, value)
    if (problem) {
      throw usageError(
        `The header ${quote(name)} of profile "${profile?.name}" ${problem}.`,
        `Set it anew: \`epilot profile create ${profile?.name} -H 'Key: Value'\`, or edit profiles.json.`,
      )
    }
  }
  const isPublic = operation.security.length === 0
  return Object.fromEntries(entries.filter(([name]) => !isPublic || name !== 'authorization'))
}
