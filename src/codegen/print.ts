import type { ApiModel, Problem } from '../openapi/model.js'
import { printClient } from './client.js'
import { printDocument, printEntry, printLoader } from './entry.js'
import type { GeneratedFile } from './files.js'
import { printOperations } from './operations.js'
import { loadPeers } from './peers.js'
import { printSchemaFile } from './schema-file.js'
import { HEADER } from './text.js'
import { TypePrinter } from './type-printer.js'

/** The files of an API; the entry, which carries the checksum, comes first. */
export const FILES = [
  'index.gen.ts',
  'client.gen.ts',
  'operations.gen.ts',
  'schema.gen.ts',
  'document.gen.ts',
  'openapi.gen.ts',
]

export interface PrintOptions {
  /** Name on the facade, such as `accessToken`. */
  name: string
  /** Version of the runtime that the files need. */
  version: string
  /** Import path of the runtime. */
  runtime: string
  /** Where openapi-typescript and TypeScript are looked for first. */
  cwd: string
}

/** The files of an API, as text. */
export function printApi(
  model: ApiModel,
  options: PrintOptions,
): { files: GeneratedFile[]; warnings: Problem[] } {
  const { runtime } = options
  const schema = printSchemaFile(model, new TypePrinter(loadPeers(options.cwd)), runtime)
  const texts = [
    printEntry(model, { ...options, types: schema.exports }),
    printClient(model, runtime),
    printOperations(model, runtime),
    schema.text,
    printLoader(runtime),
    printDocument(model, runtime),
  ]
  return {
    files: FILES.map((path, index) => ({ path, text: `${HEADER}${texts[index]}` })),
    warnings: [...model.warnings, ...schema.warnings],
  }
}
