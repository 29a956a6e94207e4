import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startConsumerApi } from '../dist/local-api.js'
import { runOrThrow } from '../dist/process.js'
import { bytes, held, type Trial } from './row.js'
import { expectAllSteps } from './runtimes.js'
import { missing, toolFolder, toolVersion, type Workspace, writeConsumerProgram } from './workspace.js'

const section = 'Package managers'
const node = process.execPath
const incumbent = '@epilot/sdk@2.20.31'

/** Installs the tarball into a fresh project with every package manager and runs the consumer program there. */
export const managerTrials = async (workspace: Workspace): Promise<Trial[]> => {
  const npm = {
    section,
    subject: 'npm',
    version: (await runOrThrow('npm', ['--version'], { cwd: workspace.folder })).trim(),
  }
  const pnpmScript = join(toolFolder('pnpm'), 'bin/pnpm.cjs')
  const pnpm = {
    section,
    subject: 'pnpm',
    version: await toolVersion('pnpm'),
    unavailable: missing(pnpmScript, 'pnpm'),
  }
  const yarnScript = join(toolFolder('@yarnpkg/cli-dist'), 'bin/yarn.js')
  const yarn = {
    section,
    subject: 'yarn',
    version: await toolVersion('@yarnpkg/cli-dist'),
    unavailable: missing(yarnScript, 'yarn'),
  }
  return [
    { ...npm, variant: 'node_modules', attempt: () => withNpm(workspace) },
    { ...pnpm, variant: 'strict, nothing hoisted', attempt: () => withPnpm(workspace, pnpmScript) },
    { ...yarn, variant: 'node-modules', attempt: () => withYarn(workspace, yarnScript, 'node-modules') },
    { ...yarn, variant: 'Plug’n’Play', attempt: () => withYarn(workspace, yarnScript, 'pnp') },
    { ...npm, variant: 'installed size', attempt: () => installedSize(workspace) },
  ]
}

/** A fresh project with the consumer program. */
const createProject = async (workspace: Workspace, name: string): Promise<string> => {
  const folder = join(workspace.folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  await writeConsumerProgram(folder)
  return folder
}

const withNpm = async (workspace: Workspace): Promise<string> => {
  const folder = await createProject(workspace, 'npm')
  await runOrThrow('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', workspace.tarball], {
    cwd: folder,
  })
  return runMain(workspace, folder, [node, 'main.mjs'])
}

const withPnpm = async (workspace: Workspace, pnpm: string): Promise<string> => {
  const folder = await createProject(workspace, 'pnpm')
  await writeFile(join(folder, '.npmrc'), 'hoist=false\nstrict-peer-dependencies=true\n')
  const store = join(workspace.folder, 'pnpm-store')
  await runOrThrow(node, [pnpm, 'add', '--store-dir', store, workspace.tarball], { cwd: folder })
  return runMain(workspace, folder, [node, 'main.mjs'])
}

const withYarn = async (
  workspace: Workspace,
  yarn: string,
  linker: 'node-modules' | 'pnp',
): Promise<string> => {
  const folder = await createProject(workspace, `yarn-${linker}`)
  await writeFile(join(folder, 'yarn.lock'), '')
  const registry = (await runOrThrow('npm', ['config', 'get', 'registry'], { cwd: folder })).trim()
  const env = {
    YARN_NODE_LINKER: linker,
    YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
    YARN_GLOBAL_FOLDER: join(workspace.folder, 'yarn-global'),
    YARN_ENABLE_TELEMETRY: '0',
    YARN_ENABLE_IMMUTABLE_INSTALLS: '0',
    // A package published this week is as good as an older one here.
    YARN_NPM_MINIMAL_AGE_GATE: '0',
  }
  await runOrThrow(node, [yarn, 'add', `@epilot/sdk@file:${workspace.tarball}`], { cwd: folder, env })
  return runMain(workspace, folder, [node, yarn, 'node', 'main.mjs'], env)
}

const runMain = async (
  workspace: Workspace,
  cwd: string,
  [command = '', ...args]: string[],
  env: Record<string, string> = {},
): Promise<string> => {
  const api = await startConsumerApi(workspace.installed)
  const output = await runOrThrow(command, args, {
    cwd,
    env: { ...env, LOCAL_API: api.url, LOCAL_TOKEN: api.token },
  }).finally(() => api.close())
  return expectAllSteps(JSON.parse(output))
}

const installedSize = async (workspace: Workspace): Promise<string> => {
  const folder = await createProject(workspace, 'incumbent')
  await runOrThrow(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', incumbent],
    { cwd: folder },
  )
  const ours = await folderSize(join(workspace.consumer, 'node_modules'))
  const theirs = await folderSize(join(folder, 'node_modules'))
  return held(ours <= 6_000_000, `${bytes(ours)} B (at most 6,000,000); ${incumbent}: ${bytes(theirs)} B`)
}

/** Bytes of all files below a folder. */
const folderSize = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
