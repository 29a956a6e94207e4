/** Why the program ended, as a number that scripts can branch on. */
export const ExitCode = {
  ok: 0,
  failure: 1,
  usage: 2,
  unauthenticated: 3,
  clientError: 4,
  serverError: 5,
  network: 6,
  transform: 7,
  interrupted: 130,
} as const

/** What help and docs say about each exit code, in order. */
export const exitCodes: { code: number; meaning: string }[] = [
  { code: ExitCode.ok, meaning: 'Success' },
  { code: ExitCode.failure, meaning: 'Anything not listed here, such as an unusable answer or a redirect' },
  { code: ExitCode.usage, meaning: 'Wrong usage; nothing was sent' },
  { code: ExitCode.unauthenticated, meaning: 'Not authenticated (also: the API answered 401)' },
  { code: ExitCode.clientError, meaning: 'The API answered with another 4xx' },
  { code: ExitCode.serverError, meaning: 'The API answered with a 5xx' },
  { code: ExitCode.network, meaning: 'Network failure or timeout' },
  { code: ExitCode.transform, meaning: 'The JSONata expression failed on the answer' },
  { code: ExitCode.interrupted, meaning: 'Interrupted with Ctrl-C' },
]

/** What `--json` adds to an error's message and exit code. */
export interface ErrorDetails {
  operation?: string
  status?: number
  /** What the server said about its failure. */
  server?: string
  requestId?: string
}

interface CliErrorOptions {
  exitCode: number
  /** What to do next: a sentence. */
  next?: string
  /** Single problems, one line each. */
  problems?: string[]
  details?: ErrorDetails
}

/** A failure that the user can understand: its message is all they see, never a stack trace. */
export class CliError extends Error {
  override name = 'CliError'
  readonly exitCode: number
  readonly next: string | undefined
  readonly problems: string[]
  readonly details: ErrorDetails

  constructor(message: string, options: CliErrorOptions) {
    super(message)
    this.exitCode = options.exitCode
    this.next = options.next
    this.problems = options.problems ?? []
    this.details = options.details ?? {}
  }
}

/** Wrong usage: exit code 2. */
export const usageError = (message: string, next?: string): CliError =>
  new CliError(message, { exitCode: ExitCode.usage, ...(next && { next }) })

/** The user ended it: exit code 130, and nothing needs to be said. */
export const interrupted = (): CliError => new CliError('', { exitCode: ExitCode.interrupted })

/** Several problems of one request: exit code 2. */
export function requestProblems(operation: string, problems: string[]): CliError {
  return new CliError(
    `${operation}: nothing was sent, ${count(problems.length, 'problem')} with the request`,
    {
      exitCode: ExitCode.usage,
      problems,
      details: { operation },
    },
  )
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
