import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { openPage } from '../browser/page.js'
import { gzipSize } from '../dist/bundle.js'
import { startConsumerApi } from '../dist/local-api.js'
import { runOrThrow } from '../dist/process.js'
import { type Workspace, writeConsumerProgram } from './workspace.js'

export interface BundleRequest {
  workspace: Pick<Workspace, 'consumer' | 'installed'>
  /** esbuild, rollup, vite, webpack, rspack or parcel. */
  bundler: string
  /** The program, an ES module beside `consumer.mjs`. */
  code: string
  platform: 'browser' | 'node'
  splitting: boolean
  /** Rollup's option. */
  manualChunks?: Record<string, string[]>
}

interface Bundled {
  /** Folder with `main.js`. */
  folder: string
  /** Scripts by path below the folder. */
  files: Map<string, string>
}

/** What a program may import beside the package: a call of axios alone, to be loaded late. */
const bareAxiosModule = `import axios from 'axios'
export const list = async ({ url, token }) => {
  const headers = { authorization: \`Bearer \${token}\` }
  return (await axios.create({ validateStatus: null }).get(\`\${url}/v1/access-tokens\`, { headers })).status
}
`

let bundles = 0

/** Bundles a program in a process of its own, with the options that the bundler's own documentation names. */
export const bundleWith = async ({
  workspace,
  bundler,
  code,
  platform,
  splitting,
  manualChunks,
}: BundleRequest): Promise<Bundled> => {
  const source = join(workspace.consumer, `bundle-${++bundles}`)
  const outDir = join(source, 'out')
  await writeConsumerProgram(source)
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'package.json'), '{"type":"module"}')
  const entry = join(source, 'main.js')
  await writeFile(entry, code)
  await writeFile(join(source, 'bare-axios.js'), bareAxiosModule)
  const script = fileURLToPath(new URL(`bundlers/${bundler}.mjs`, import.meta.url))
  const options = { entry, outDir, platform, splitting, manualChunks }
  await runOrThrow(process.execPath, [script, JSON.stringify(options)], { cwd: source })
  const names = (await readdir(outDir, { recursive: true })).filter((name) => /\.m?js$/.test(name))
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(outDir, name), 'utf8')] as const),
  )
  return { folder: outDir, files: new Map(files) }
}

/** Sum of the files' sizes, each compressed on its own, in bytes. */
export const gzipSizes = (files: Map<string, string>, names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSize(files.get(name) ?? ''), 0)

/** Loads a page, then calls `globalThis.call`: names of the scripts that each of the two loaded. */
export const scriptsAroundCall = async (
  workspace: Workspace,
  browser: Browser,
  files: Map<string, string>,
): Promise<{ before: string[]; after: string[] }> => {
  const api = await startConsumerApi(workspace.installed)
  const localApi = { url: api.url, token: api.token }
  const page = await openPage({ browser, files, connect: api.url, localApi })
  try {
    const before = page.scripts()
    await page.call('call')
    return { before, after: page.scripts().slice(before.length) }
  } finally {
    await page.close()
    await api.close()
  }
}
