import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

// Usage: node openapi-typescript.mjs <output> <document>...
const [output, ...documents] = process.argv.slice(2)
await mkdir(output, { recursive: true })
for (const [index, document] of documents.entries()) {
  // It refuses one of the 52; what it did until then counts.
  const text = await openapiTS(pathToFileURL(document), { silent: true }).then(astToString, () => undefined)
  if (text !== undefined) await writeFile(join(output, `${index}.ts`), text)
}
