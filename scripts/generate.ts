import { describeCommandLine } from '../src/cli/reference.js'
import { outdated, writeFiles } from '../src/codegen/files.js'
import { generateApi } from '../src/codegen/index.js'
import { printRegistry } from '../src/codegen/registry.js'

const apis = [{ name: 'accessToken', folder: 'access-token', source: 'openapi.json' }]

const check = process.argv.includes('--check')
const differences: string[] = []

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
  for (const { pointer, message } of result.warnings) console.warn(`${source} ${pointer}: ${message}`)
}

const registry = [{ path: 'registry.gen.ts', text: printRegistry(apis) }]
if (check) differences.push(...(await outdated('src/apis', registry)))
else await writeFiles('src/apis', registry)

if (differences.length > 0) {
  console.error(
    `Not what the document says; run "npm run generate":\n${differences.map((file) => `  ${file}`).join('\n')}`,
  )
  process.exitCode = 1
}
