import type { AxiosInstance } from 'axios'
import { type Api, defineApi } from '../../src/core/index.js'
import { compileModel } from '../../src/openapi/compile.js'
import { flattenDocument } from '../../src/openapi/flatten.js'

interface Parts {
  name: string
  /** Base URL in the document. */
  server?: string
  paths: Record<string, unknown>
  securitySchemes?: Record<string, unknown>
  security?: Record<string, string[]>[]
}

/** An API from the parts of a document that a test is about. */
export const apiFromDocument = <C extends AxiosInstance, H = unknown>({
  name,
  server,
  paths,
  securitySchemes,
  security,
}: Parts): Api<C, H> =>
  defineApi<C, H>(
    compileModel(
      flattenDocument({
        openapi: '3.0.3',
        info: { title: name, version: '1' },
        ...(server && { servers: [{ url: server }] }),
        paths,
        ...(securitySchemes && { components: { securitySchemes } }),
        ...(security && { security }),
      }),
      name,
    ),
  )

/** Answers of an operation whose body is JSON. */
export const responses = {
  200: { description: 'ok', content: { 'application/json': { schema: {} } } },
}
