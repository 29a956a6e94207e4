import { afterEach } from 'vitest'
import type { OpenAPIDocument } from '../../src/core/types.js'
import { type Mock, type MockOptions, startMock } from '../../src/emulator/index.js'

export type Json = Record<string, unknown>

let mock: Mock | undefined
afterEach(() => mock?.close())

export const documentOf = (paths: Json, more: Json = {}): OpenAPIDocument => ({
  openapi: '3.0.3',
  info: { title: 'Test', version: '1' },
  paths,
  ...more,
})

/** `content` of JSON. */
export const json = (schema: Json, more: Json = {}) => ({ 'application/json': { schema, ...more } })

export const NO_CONTENT = { 204: { description: 'done' } }

/** A mock for the rest of the test. */
export const serve = async (options: MockOptions): Promise<Mock> => {
  mock = await startMock(options)
  return mock
}

export const start = (paths: Json, more?: Json): Promise<Mock> => serve({ document: documentOf(paths, more) })

/** Calls that mock. */
export const send = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${mock?.url}${path}`, init)
  const text = await response.text()
  const type = response.headers.get('content-type')
  return { status: response.status, type, body: type?.includes('json') ? JSON.parse(text) : text }
}

export const post = (path: string, body: unknown, type = 'application/json') =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': type },
    body: type.includes('json') ? JSON.stringify(body) : String(body),
  })
