import type { ApiModel } from '../../openapi/model.js'
import { TypeNames } from '../type-names.js'
import type { Page } from './page.js'
import type { SchemaScope } from './schema-type.js'

/** What the pages say about the command line beyond an API's own operations. */
export interface CommandLine {
  /** Flags of a call, as they are written. */
  flags: readonly { usage: string; description: string }[]
  environment: readonly { name: string; description: string }[]
  exitCodes: readonly { code: number; meaning: string }[]
}

export interface DocsOptions {
  /** Name on the facade, such as `accessToken`. */
  name: string
  /** Name of the page's file, such as `access-token`. */
  file: string
  /** Module that samples import the API from, such as `@epilot/sdk/access-token`. */
  entry: string
  /** Words that lead to the API on the command line, such as `epilot access-token`. */
  command: string
  commandLine: CommandLine
}

/** What both pages of an API are made from. */
export interface DocsContext extends DocsOptions {
  model: ApiModel
  scope: SchemaScope
  /** The API comes with the package: it is on the default SDK. */
  isShipped: boolean
  /** Address of the SDK's or CLI's page, seen from the other; of an operation on it, by its id. */
  link(page: 'sdk' | 'cli', operation?: string): string
}

export function createContext(
  model: ApiModel,
  options: DocsOptions,
  pages: Partial<Record<'sdk' | 'cli', Page>>,
): DocsContext {
  return {
    ...options,
    model,
    scope: { document: model.document, names: new TypeNames(model) },
    isShipped: options.entry.startsWith('@epilot/sdk/'),
    link(page, operation) {
      const anchor = operation === undefined ? undefined : pages[page]?.anchor(operation)
      return `../${page}/${options.file}.md${anchor === undefined ? '' : `#${anchor}`}`
    },
  }
}
