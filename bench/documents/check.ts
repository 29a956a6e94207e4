import { readFile } from 'node:fs/promises'
import { load as parseYaml } from 'js-yaml'
import type { Recorder } from '../../test/wire/recorder.js'
import { argumentsOf, namedArguments } from './call.js'
import { type DocumentedOperation, type Json, operationsOf } from './operations.js'
import { callText, programText } from './program.js'
import type { Loaded } from './project.js'
import { schemaValidator, type Validate } from './schemas.js'
import type { DocumentSource } from './sources.js'
import { problemsOf } from './verify.js'

/** What came of one document. */
export interface Outcome {
  name: string
  /** Operations that the document lists. */
  operations: number
  /** Calls that reached the server and were compared with the document. */
  calls: number
  /** What isn't as the document says. */
  failures: string[]
  /** What could not be tried, with the reason. */
  left: string[]
  /** A program that makes the calls, for the compiler. */
  program: string
}

type Handle = Record<string, (parameters: object, data?: unknown) => Promise<unknown>>

/** Calls every operation of a document through the SDK, and compares what arrives with the document. */
export const checkDocument = async (
  { name, file }: DocumentSource,
  { loaded, recorder }: { loaded: Loaded; recorder: Recorder },
): Promise<Outcome> => {
  const document = parseYaml(await readFile(file, 'utf8'), { json: true }) as Json
  const documented = operationsOf(document)
  const operations = loaded.apis[name]?.api.definition.operations ?? {}
  const outcome: Outcome = {
    name,
    operations: documented.length,
    calls: 0,
    failures: [],
    left: [],
    program: '',
  }
  const generated = Object.keys(operations).length
  if (generated !== documented.length)
    outcome.failures.push(`${generated} operations, not ${documented.length}`)

  const credentials = credentialsOf(document, documented)
  const sdk = loaded.createSDK({ server: recorder.url, retry: false, apis: loaded.apis as never })
  const handle = (sdk as unknown as Record<string, Handle>)[name] as Handle
  sdk.authorize(withPairs(credentials, document), name)
  const validate = schemaValidator(document)
  for (const operation of documented) {
    const title = `${operation.method.toUpperCase()} ${operation.path}`
    const id = Object.keys(operations).find(
      (key) => operations[key]?.path === operation.path && operations[key]?.method === operation.method,
    )
    const method = id === undefined ? undefined : handle[id]
    if (id === undefined || !method) {
      outcome.failures.push(`${title}: there is no such method`)
      continue
    }
    const problems = await checkCall(operation, {
      method,
      document,
      validate,
      credentials,
      recorder,
      outcome,
      title,
      id,
    })
    outcome.failures.push(...problems.map((problem) => `${title}: ${problem}`))
  }
  outcome.program = programText(name, outcome.program)
  return outcome
}

interface CallContext {
  method: Handle[string]
  document: Json
  validate: Validate
  credentials: Record<string, string>
  recorder: Recorder
  outcome: Outcome
  title: string
  /** Name of the method. */
  id: string
}

const checkCall = async (operation: DocumentedOperation, context: CallContext): Promise<string[]> => {
  const { method, document, validate, credentials, recorder, outcome, title, id } = context
  const { call, left } = argumentsOf(operation, { document, validate, credentials })
  outcome.left.push(...left.map((reason) => `${title}: ${reason}`))
  const parameters = namedArguments(operation, call)
  if (left.length === 0) outcome.program += callText(id, parameters, call.body?.value)
  const before = recorder.requests.length
  try {
    await method(parameters, call.body?.value)
  } catch (error) {
    if (recorder.requests.length === before) return [`nothing was sent: ${(error as Error).message}`]
    return [`the call failed: ${(error as Error).message}`]
  }
  outcome.calls += 1
  const found = await problemsOf(recorder.last(), operation, { call, document, validate })
  // A body that was made against its schema was named as such; that it arrived as it was is checked all the same.
  return found.filter(
    (problem) => !(problem.startsWith('body does not fit') && left.some((one) => one.startsWith('body'))),
  )
}

/** A credential for every scheme that the document defines, or names and forgot to define. */
const credentialsOf = (document: Json, operations: DocumentedOperation[]): Record<string, string> => {
  const schemes = ((document.components as Json | undefined)?.securitySchemes ?? {}) as Json
  const names = new Set([...Object.keys(schemes), ...operations.flatMap(({ security }) => security.flat())])
  return Object.fromEntries(
    [...names].map((name) => [name, `credential-${name.replace(/[^\w]/g, '')}:secret`]),
  )
}

const withPairs = (
  credentials: Record<string, string>,
  document: Json,
): Record<string, string | { username: string; password: string }> => {
  const schemes = ((document.components as Json | undefined)?.securitySchemes ?? {}) as Record<string, Json>
  return Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => {
      const [username = '', password = ''] = value.split(':')
      return [name, schemes[name]?.scheme === 'basic' ? { username, password } : value]
    }),
  )
}
