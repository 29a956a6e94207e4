import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describeCommandLine } from '../src/cli/reference.js'
import { outdated, writeFiles } from '../src/codegen/files.js'
import { generateApi } from '../src/codegen/index.js'
import { printRegistry } from '../src/codegen/registry.js'

const apis = [{ name: 'accessToken', folder: 'access-token', source: 'openapi.json' }]

const check = process.argv.includes('--check')
const differences: string[] = []
const written = new Set(['src/apis/registry.gen.ts'])

for (const { name, folder, source } of apis) {
  const result = await generateApi({
    source,
    name,
    out: `src/apis/${folder}`,
    runtime: '../../core/index.js',
    check,
    // The generator itself changes here, while its version stays.
    thorough: true,
    docs: {
      out: 'docs',
      entry: `@epilot/sdk/${folder}`,
      command: `epilot ${folder}`,
      commandLine: describeCommandLine(),
    },
  })
  differences.push(...result.differences)
  for (const file of result.files) written.add(file)
  for (const { pointer, message } of result.warnings) console.warn(`${source} ${pointer}: ${message}`)
}

const registry = [{ path: 'registry.gen.ts', text: printRegistry(apis) }]
if (check) differences.push(...(await outdated('src/apis', registry)))
else await writeFiles('src/apis', registry)

// Here everything of that name is generated.
const present = (await readdir('src/apis', { recursive: true })).map((file) => join('src/apis', file))
const leftOver = present.filter((file) => file.endsWith('.gen.ts') && !written.has(file))
if (check) differences.push(...leftOver)
else for (const file of leftOver) await rm(file)

if (differences.length > 0) {
  console.error(
    `Not what the document says; run "npm run generate":\n${[...new Set(differences)].map((file) => `  ${file}`).join('\n')}`,
  )
  process.exitCode = 1
}
