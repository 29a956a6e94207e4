import type { ApiModel } from '../../openapi/model.js'
import type { GeneratedFile } from '../files.js'
import { cliPage } from './cli.js'
import { createContext, type DocsOptions } from './context.js'
import type { Page } from './page.js'
import { sdkPage } from './sdk.js'

export type { CommandLine, DocsOptions } from './context.js'

/** The reference pages of an API, `sdk/<file>.md` and `cli/<file>.md`; they link to each other. */
export function printDocs(model: ApiModel, options: DocsOptions): GeneratedFile[] {
  const pages: Partial<Record<'sdk' | 'cli', Page>> = {}
  const context = createContext(model, options, pages)
  pages.sdk = sdkPage(context)
  pages.cli = cliPage(context)
  return [
    { path: `sdk/${options.file}.md`, text: withoutIncludes(pages.sdk.toString()) },
    { path: `cli/${options.file}.md`, text: withoutIncludes(pages.cli.toString()) },
  ]
}

/** VitePress puts files in the place of such marks before it reads the Markdown: in code, too, they have to be text. */
function withoutIncludes(markdown: string): string {
  return markdown.replace(/(<!--\s*@include):/g, '$1 :')
}
