import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'

// Usage: node hey-api.mjs <output> <document>...
const [output, ...documents] = process.argv.slice(2)
for (const [index, input] of documents.entries()) {
  await createClient({
    input,
    output: { path: join(output, `${index}`) },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-axios'],
    logs: { level: 'silent' },
  })
}
