import type { FoundToken } from './access.js'
import { CliError, ExitCode } from './errors.js'
import { maskText } from './mask.js'
import { oneLine } from './text.js'

interface Failure {
  error: unknown
  operation: string
  /** `epilot access-token revokeAccessToken`, for hints. */
  command: string
  /** Host that was called. */
  host: string
  token: FoundToken | undefined
  secrets: string[]
}

/** What the request core throws, as far as it is read here. */
interface CallError {
  message: string
  code?: string
  status?: number
  requestId?: string
  response?: { status: number; statusText?: string; data?: unknown; headers?: Record<string, unknown> }
}

/** A failed call as the user hears it: one line with status, the server's words, request id and next step. */
export function callFailure(failure: Failure): CliError {
  const { operation, secrets } = failure
  const error = failure.error as CallError
  const { response } = error
  // An answer without data was cut off on its way.
  const status = response?.data === undefined ? undefined : response.status
  const server = status !== undefined && status >= 400 ? serverText(bodyOf(error), error) : ''
  const said = maskText(server, secrets)
  const failed = `${operation} failed`
  const reason =
    status !== undefined && status >= 400
      ? [`${status} ${response?.statusText ?? ''}`.trim(), said.replace(/\.$/, '')].filter(Boolean).join(': ')
      : oneLine(maskText(error.message.replace(`${failed}: `, ''), secrets))
  const request =
    error.requestId && !reason.includes(error.requestId) ? ` (request ${oneLine(error.requestId, 100)})` : ''
  return new CliError(oneLine(`${failed}: ${reason}${request}.`.replace(/\.+$/, '.'), 900), {
    exitCode: exitCodeOf(status, error),
    next: nextStep(failure, status),
    details: {
      operation,
      ...(status !== undefined && { status }),
      ...(said && { server: said }),
      ...(error.requestId && { requestId: error.requestId }),
    },
  })
}

/** The body of the answer: JSON's value, or text. */
function bodyOf({ response }: CallError): unknown {
  const text = Buffer.isBuffer(response?.data) ? response.data.toString('utf8') : ''
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What the server says went wrong, in one line of at most 500 characters. */
function serverText(body: unknown, { response }: CallError): string {
  if (typeof body === 'string') {
    const type = String(response?.headers?.['content-type'] ?? '')
    const title = /<title[^>]{0,200}>([^<]{0,300})</i.exec(body)?.[1]
    const isPage = /html/i.test(type) || /^\s*<(?:!doctype|html)/i.test(body)
    return oneLine(isPage ? `an HTML page${title ? ` titled "${title.trim()}"` : ''}` : body)
  }
  const { error, message, detail, title } = (body ?? {}) as Record<string, unknown>
  if (typeof error === 'object' && error !== null) return serverText(error, { message: '' })
  const text = [error, message, detail, title].find((one) => typeof one === 'string')
  return oneLine(String(text ?? (body ? JSON.stringify(body) : '')))
}

function exitCodeOf(status: number | undefined, { code = '', response }: CallError): number {
  if (isGarbled(code)) return ExitCode.failure
  if (status === undefined && response) return ExitCode.network
  if (status === undefined) return codes[code] ?? ExitCode.network
  if (status === 401) return ExitCode.unauthenticated
  if (status >= 500) return ExitCode.serverError
  return status >= 400 ? ExitCode.clientError : ExitCode.failure
}

/** Exit codes of failures without an answer that are not the network's. */
const codes: Record<string, number> = {
  ERR_CANCELED: ExitCode.interrupted,
  ERR_BAD_OPTION: ExitCode.usage,
  ERR_BAD_OPTION_VALUE: ExitCode.usage,
  ERR_INVALID_URL: ExitCode.usage,
  ERR_BAD_RESPONSE: ExitCode.failure,
}

/** Whether an answer arrived, but isn't compressed as it says: codes of zlib and brotli. */
const isGarbled = (code: string): boolean => /^(?:Z_|ERR__ERROR_|ERR_BROTLI)/.test(code)

function nextStep({ command, host, token, error }: Failure, status: number | undefined): string {
  if (status === 401) return unauthenticated(token)
  if (status === 403)
    return `The token of ${token?.label ?? 'this call'} may not do this; use another with --token or --profile.`
  if (status === 404 || status === 410) return 'Check the arguments and the server.'
  if (status === 429) return 'Wait a while, then run it again.'
  if (status !== undefined && status >= 500) return 'Run it again later; -v shows what was sent.'
  if (status !== undefined && status >= 400) return `See \`${command} --help\`, or what was sent with -v.`
  if (status !== undefined) return 'Check the server, or name another with -s.'
  const { code = '' } = error as CallError
  if (isGarbled(code)) return 'Check the server, or name another with -s.'
  if (/TIMEDOUT|DEADLINE/.test(code)) return 'Run it again, or allow more time with --timeout.'
  if (/CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(code)) return `The certificate of ${host} is not trusted here.`
  return codes[code] === undefined ? `Check the network and the server ${host}.` : 'Nothing was sent.'
}

const unauthenticated = (token: FoundToken | undefined): string => {
  if (!token || token.source === 'prompt' || token.source === 'flag') return 'Use another token.'
  if (token.source === 'variable') return 'Put another token into EPILOT_TOKEN.'
  return token.source === 'profile'
    ? 'Store another with `epilot auth login --profile <name>`.'
    : 'Store another with `epilot auth login`.'
}
