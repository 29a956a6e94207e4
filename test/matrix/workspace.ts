import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { installConsumer, packSDK } from '../dist/pack.js'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Where the matrix works: a temporary folder with the tarball and a project that has it installed. */
export interface Workspace {
  folder: string
  tarball: string
  /** A project with the package, installed by npm, and `consumer.ts`, `consumer.mjs`, `consumer.cjs`. */
  consumer: string
  /** The installed package. */
  installed: string
}

export const createWorkspace = async (folder: string): Promise<Workspace> => {
  const tarball = await packSDK(folder)
  const consumer = await installConsumer({ folder: join(folder, 'consumer'), tarball })
  await readExportsInParcel(consumer)
  await writeConsumerProgram(consumer)
  return { folder, tarball, consumer, installed: join(consumer, 'node_modules/@epilot/sdk') }
}

/** Parcel reads `exports` only where the project's package.json says so. */
const readExportsInParcel = async (consumer: string): Promise<void> => {
  const path = join(consumer, 'package.json')
  const settings = { '@parcel/resolver-default': { packageExports: true } }
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...settings }))
}

/** Writes the consumer program and, per module format, a main program that prints its steps as JSON. */
export const writeConsumerProgram = async (folder: string): Promise<void> => {
  const source = fileURLToPath(new URL('../dist/programs/consumer.ts', import.meta.url))
  await mkdir(folder, { recursive: true })
  await cp(source, join(folder, 'consumer.ts'))
  const text = await readFile(source, 'utf8')
  for (const [format, extension] of [
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const) {
    const { code } = await transform(text, { loader: 'ts', format, target: 'es2022' })
    const load =
      format === 'esm'
        ? "import { consume } from './consumer.mjs'"
        : "const { consume } = require('./consumer.cjs')"
    await writeFile(join(folder, `consumer.${extension}`), code)
    await writeFile(join(folder, `main.${extension}`), `${load}\n${printSteps}`)
  }
}

/** Runs `consume` against the local API that the environment names. */
const printSteps = `consume({ url: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN }).then(
  (steps) => console.log(JSON.stringify(steps)),
  (error) => { console.error(error); process.exit(1) },
)
`

/** Folder of a tool that the matrix's own lock file installs. */
export const toolFolder = (name: string): string => join(here, 'node_modules', name)

/** Version of such a tool; `-` when it isn't installed. */
export const toolVersion = async (name: string): Promise<string> => {
  const path = join(toolFolder(name), 'package.json')
  if (!existsSync(path)) return '-'
  return JSON.parse(await readFile(path, 'utf8')).version
}

/** Why a tool can't be tried, when its program isn't there. */
export const missing = (path: string, what: string): string | undefined =>
  existsSync(path) ? undefined : `${what} is not installed on this machine`
