import type { OpenAPIDocument } from '../core/types.js'

/** JSON Schema as it stands in a document: OpenAPI 3.0's dialect or 3.1's. `$ref`s are kept. */
export type Schema = Record<string, unknown>

/** A document flattened to its operations: what the generators, the CLI and the run-time client read. */
export interface ApiModel {
  /** The document, bundled: every `$ref` in it is local. */
  document: OpenAPIDocument
  /** Operations in document order. */
  operations: OperationModel[]
  /** Default base URL, server variables filled in. */
  server?: string
  /** Tags in document order, those that only operations name last. */
  tags: { name: string; description?: string }[]
  securitySchemes: Record<string, SecuritySchemeModel>
  /** Alternatives of scheme names that operations have which name none. */
  security: string[][]
  /** Irregularities that leave the rest usable. */
  warnings: Problem[]
}

/** Something wrong with a document. */
export interface Problem {
  /** JSON pointer into the document. */
  pointer: string
  message: string
}

export interface OperationModel {
  /** Unique among the operations: the document's `operationId`, or one made from method and path. */
  id: string
  /** Name of the method in TypeScript; differs from `id` where that isn't an identifier. */
  name: string
  method: string
  path: string
  /** JSON pointer of the operation object. */
  pointer: string
  summary?: string
  description?: string
  tags: string[]
  deprecated: boolean
  /** Path, then operation level; the latter wins. `$ref`s resolved. */
  parameters: ParameterModel[]
  requestBody?: RequestBodyModel
  /** By status: `200`, `4XX`, `default`. In document order. */
  responses: ResponseModel[]
  /** Alternatives of scheme names; `[]` is a public operation. The API's own where the operation names none. */
  security: string[][]
  /** Where it isn't the API's. */
  server?: string
}

export interface ParameterModel {
  /** Of the argument; unique among an operation's parameters. */
  name: string
  /** Name in the request, where a parameter elsewhere in it has the same: then the argument is `query.id`. */
  sentAs?: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required: boolean
  deprecated: boolean
  description?: string
  /** Schema as it stands in the document; of the media type, for a `content` parameter. */
  schema: Schema
  style: string
  explode: boolean
  allowReserved: boolean
  /** Media type of a `content` parameter that is JSON; one of another type is a text like any other. */
  contentType?: string
  example?: unknown
}

export interface RequestBodyModel {
  required: boolean
  description?: string
  /** In document order. */
  content: MediaTypeModel[]
}

export interface MediaTypeModel {
  type: string
  schema: Schema
  /** The first is `example`, if the document has one. */
  examples: { name: string; summary?: string; value: unknown }[]
  /** How the members of form bodies are written. */
  encoding?: Record<string, Encoding>
}

export interface Encoding {
  contentType?: string
  style?: string
  explode?: boolean
  allowReserved?: boolean
}

export interface ResponseModel {
  status: string
  description?: string
  content: MediaTypeModel[]
}

export interface SecuritySchemeModel {
  /** Absent: none that OpenAPI knows. */
  type?: 'http' | 'apiKey' | 'oauth2' | 'openIdConnect' | 'mutualTLS'
  /** Of `http`, such as `bearer` or `basic`; operations name none that is another. */
  scheme?: string
  /** Of `apiKey`. */
  in?: 'header' | 'query' | 'cookie'
  /** Of `apiKey`. */
  name?: string
  description?: string
}
