import type { Api, OpenAPIDocument } from '../core/types.js'
import { flattenDocument } from '../openapi/flatten.js'
import type { ApiModel, OperationModel } from '../openapi/model.js'
import { usageError } from './errors.js'
import { didYouMean, quote } from './suggest.js'

/** An API whose operations can be called. */
export interface LoadedApi {
  /** What is typed before an operation: `epilot access-token`, `epilot --definition file`. */
  command: string
  model: ApiModel
  /** Loads what sends requests. */
  client(): Promise<Api>
  /** Time that reading the document took, in milliseconds; next to none for a shipped one. */
  loadedIn: number
}

/** An API of this package, by its name on the command line. */
interface ShippedApi {
  name: string
  title: string
  document: () => Promise<OpenAPIDocument>
  api: () => Promise<Api>
}

/** Kept by hand, so that help loads no request core; a test compares it with the registry. */
export const shippedApis: ShippedApi[] = [
  {
    name: 'access-token',
    title: 'Access Token API',
    document: async () => (await import('./lazy/documents.js')).accessToken,
    api: async () => (await import('./lazy/wire.js')).accessToken,
  },
]

export async function loadShippedApi({ name, document, api }: ShippedApi): Promise<LoadedApi> {
  return { command: `epilot ${name}`, model: flattenDocument(await document()), client: api, loadedIn: 0 }
}

/**
 * Names that an API of the package goes by: `access-token` on the command line, `accessToken` on the facade.
 */
export const facadeName = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** An id comes first: the method of another operation may be called the same. */
const operationCalled = ({ operations }: ApiModel, name: string): OperationModel | undefined =>
  operations.find(({ id }) => id === name) ?? operations.find((operation) => operation.name === name)

export const hasOperation = ({ model }: LoadedApi, name: string): boolean =>
  operationCalled(model, name) !== undefined

/** @throws CliError naming the nearest operation. */
export function findOperation({ model, command }: LoadedApi, name: string): OperationModel {
  const operation = operationCalled(model, name)
  if (operation) return operation
  const next = didYouMean(
    name,
    model.operations.map(({ id }) => id),
  )
  throw usageError(
    `${command} has no operation ${quote(name)}.`,
    next ?? `See \`${command}\` for all operations.`,
  )
}

/** Operations by tag, in the document's order of tags; untagged ones last. */
export function operationsByTag({
  tags,
  operations,
}: ApiModel): { tag?: string; operations: OperationModel[] }[] {
  // An operation with several tags is listed under its first.
  const under = (tag: string): OperationModel[] => operations.filter((operation) => operation.tags[0] === tag)
  const untagged = operations.filter((operation) => operation.tags.length === 0)
  return [
    ...tags.map(({ name }) => ({ tag: name, operations: under(name) })),
    { operations: untagged },
  ].filter((group) => group.operations.length > 0)
}
