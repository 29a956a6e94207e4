import type { OpenAPIDocument } from '../core/types.js'
import { flattenDocument } from '../openapi/flatten.js'
import { createAccessTokenApi } from './access-token-api.js'
import { accessTokenDocument } from './document.js'
import type { FaultHook } from './fault.js'
import { createGateway } from './gateway.js'
import { createMock } from './mock.js'
import { openServer } from './server.js'

export type { Fault, FaultHook, FaultRequest } from './fault.js'

export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0 is any free one. @default 0 */
  port?: number
  /** The time that tokens live by, in milliseconds. @default Date.now */
  now?: () => number
  /** Answers requests in the API's place. */
  fault?: FaultHook
}

export interface Emulator {
  /** Base URL, such as `http://127.0.0.1:4010`; both issuers lie below it. */
  url: string
  /** An api token that may call every operation. */
  token: string
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

/**
 * Starts the Access Token API on 127.0.0.1: real RS256 tokens, real key sets, the answers that the document promises,
 * everything in memory.
 *
 * @throws {Error} when the port can't be opened
 *
 * @example
 * ```ts
 * const emulator = await startEmulator()
 * const client = createClient({ server: emulator.url, token: emulator.token })
 * await client.createAccessToken(null, { name: 'My script' })
 * await emulator.close()
 * ```
 */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const { port, now = Date.now, fault } = options
  const server = await openServer(port)
  const { url, close } = server
  try {
    const api = createAccessTokenApi({ model: flattenDocument(accessTokenDocument()), url, now })
    server.serve(createGateway(api.handle, { fault }).fetch)
    const { token } = await api.mint({ name: 'Emulator', token_type: 'api', assignments: ['123:owner'] })
    return { url, token, close }
  } catch (error) {
    await close()
    throw error
  }
}

export interface MockOptions {
  /** The document, as parsed JSON, with local `$ref`s only. */
  document: OpenAPIDocument
  /** Port on 127.0.0.1; 0 is any free one. @default 0 */
  port?: number
  /** Answers requests in the mock's place. */
  fault?: FaultHook
}

export interface Mock {
  /** Base URL; paths follow it as they stand in the document, without the path of its server. */
  url: string
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

/**
 * Serves a document on 127.0.0.1: holds each request to it, and answers with the documented example or one made from
 * the schema. Wrong requests get a body `{ status, error }`.
 *
 * @throws {DocumentError} naming every problem, when the document can't be used
 * @throws {Error} when the port can't be opened
 *
 * @example
 * ```ts
 * const mock = await startMock({ document: JSON.parse(await readFile('openapi.json', 'utf8')) })
 * await mock.close()
 * ```
 */
export const startMock = async ({ document, port, fault }: MockOptions): Promise<Mock> => {
  const model = flattenDocument(document)
  const handle = createMock(model)
  const answersOptions = model.operations.some(({ method }) => method === 'options')
  const { url, close, serve } = await openServer(port)
  serve(createGateway(handle, { fault, answersOptions }).fetch)
  return { url, close }
}
