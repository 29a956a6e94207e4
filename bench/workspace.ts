import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installConsumer, packSDK } from '../test/dist/pack.js'
import { runOrThrow } from '../test/dist/process.js'
import {
  type DocumentSource,
  epilotDocuments,
  githubDocument,
  install,
  installed,
} from './documents/sources.js'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const compiler = join(root, 'node_modules/typescript/bin/tsc')

/** A project with the packed package, version 2 beside it, and the APIs that the packed command generated. */
export interface Workspace {
  folder: string
  /** Program of the packed command line. */
  cli: string
  documents: DocumentSource[]
  /** Configurations of `epilot generate`: the 52, and GitHub's API. */
  configs: { epilot: string; github: string }
}

export const createWorkspace = async (temporary: string): Promise<Workspace> => {
  install({ all: true })
  const tarball = await packSDK(temporary)
  const folder = await installConsumer({ folder: join(temporary, 'consumer'), tarball })
  const documents = epilotDocuments()
  for (const name of ['@epilot/sdk-2', 'openapi-client-axios'])
    await link(installed(name), join(folder, 'node_modules', name))
  const configs = {
    epilot: await writeConfig(folder, 'epilot', documents),
    github: await writeConfig(folder, 'github', [githubDocument()]),
  }
  const cli = join(folder, 'node_modules/@epilot/sdk/dist/cli/index.js')
  for (const config of Object.values(configs))
    await runOrThrow(process.execPath, [cli, 'generate', '--config', config], { cwd: root })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module' }))
  return { folder, cli, documents, configs }
}

const writeConfig = async (folder: string, name: string, sources: DocumentSource[]): Promise<string> => {
  const path = join(folder, `${name}.config.json`)
  const apis = Object.fromEntries(sources.map((source) => [source.name, source.file]))
  await writeFile(path, JSON.stringify({ out: name, apis }))
  return path
}

const link = async (target: string, path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
