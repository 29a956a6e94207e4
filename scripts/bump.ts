import { readFile, writeFile } from 'node:fs/promises'

const path = 'src/core/version.ts'
const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
const source = await readFile(path, 'utf8')
await writeFile(path, source.replace(/(RUNTIME_VERSION = )'[^']*'/, `$1'${version}'`))
