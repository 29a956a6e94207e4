// Generated from OpenAPI documents. Do not edit: generate again.
import type { OpenAPIDocument } from '../../core/index.js'

/** The document that these files were generated from. */
export const openapi = (): Promise<OpenAPIDocument> => import('./openapi.gen.js').then((module) => module.document)
