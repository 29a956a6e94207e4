import { afterAll, beforeAll } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js'

export const TOKENS = '/v1/access-tokens'

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they test
  body: any
}

export interface CallOptions {
  /** Absent: the emulator's own; `null`: none. */
  token?: string | null
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown
  headers?: Record<string, string>
}

export const call = async (
  emulator: Emulator,
  target: `${string} ${string}`,
  { token = emulator.token, body, headers }: CallOptions = {},
): Promise<Answer> => {
  const [method = 'GET', path = ''] = target.split(' ')
  const response = await fetch(emulator.url + path, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

/** An emulator for all tests of a file. */
export const useEmulator = (options: EmulatorOptions = {}): { current: Emulator } => {
  const holder = {} as { current: Emulator }
  beforeAll(async () => {
    holder.current = await startEmulator(options)
  })
  afterAll(() => holder.current.close())
  return holder
}

export const DAY = 24 * 60 * 60

/** Claims of a token, unverified. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
