import { flattenDocument } from '../openapi/flatten.js'
import { loadDocument } from '../openapi/load.js'
import type { Problem } from '../openapi/model.js'
import { printClient } from './client.js'
import { type DocsOptions, printDocs } from './docs/index.js'
import { printDocument, printEntry } from './entry.js'
import { type GeneratedFile, outdated, writeFiles } from './files.js'
import { printOperations } from './operations.js'
import { loadPeers } from './peers.js'
import { printSchemaFile } from './schema-file.js'
import { HEADER } from './text.js'
import { TypePrinter } from './type-printer.js'

export interface GenerateOptions {
  /** File or URL of the OpenAPI document, JSON or YAML. */
  source: string
  /** Name on the facade, such as `accessToken`. */
  name: string
  /** Folder for the files. */
  out: string
  /** Version of the runtime that the files need. */
  version: string
  /** Compares only; writes nothing. @default false */
  check?: boolean
  /** Import path of the runtime. @default '@epilot/sdk/core' */
  runtime?: string
  /** Writes the reference pages as well, into a folder of their own. */
  docs?: Omit<DocsOptions, 'name'> & { out: string }
}

export interface GenerateResult {
  /** Files written, or that would be, relative to their folder. */
  files: string[]
  /** With `check`: files that differ from what would be written. */
  differences: string[]
  warnings: Problem[]
}

/**
 * Writes an API's entry and its neighbours from its OpenAPI document.
 *
 * @throws {DocumentError} when the document can't be used; nothing is written then.
 * @example await generateApi({ source: 'entity.yaml', name: 'entity', out: 'src/epilot/entity', version })
 */
export async function generateApi(options: GenerateOptions): Promise<GenerateResult> {
  const { folders, warnings } = await printApi(options)
  const result: GenerateResult = { files: [], differences: [], warnings }
  for (const { out, files } of folders) {
    if (options.check) result.differences.push(...(await outdated(out, files)))
    else await writeFiles(out, files)
    result.files.push(...files.map(({ path }) => path))
  }
  return result
}

interface PrintedApi {
  folders: { out: string; files: GeneratedFile[] }[]
  warnings: Problem[]
}

async function printApi(options: GenerateOptions): Promise<PrintedApi> {
  const { source, name, out, version, runtime = '@epilot/sdk/core', docs } = options
  const model = flattenDocument(await loadDocument(source))
  const schema = printSchemaFile(model, new TypePrinter(await loadPeers()), runtime)
  const files = [
    { path: 'index.gen.ts', text: printEntry(model, { name, version, runtime, types: schema.exports }) },
    { path: 'client.gen.ts', text: printClient(model, runtime) },
    { path: 'operations.gen.ts', text: printOperations(model, runtime) },
    { path: 'schema.gen.ts', text: schema.text },
    { path: 'openapi.gen.ts', text: printDocument(model, runtime) },
  ]
  const entry = files.map(({ path, text }) => ({ path, text: `${HEADER}${text}` }))
  const pages = docs && { out: docs.out, files: printDocs(model, { ...docs, name }) }
  return {
    folders: [{ out, files: entry }, ...(pages ? [pages] : [])],
    warnings: [...model.warnings, ...schema.warnings],
  }
}
