import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import type { Browser } from 'playwright-core'
import { bareAxios, gzipSize, subpathProgram } from '../dist/bundle.js'
import { runOrThrow } from '../dist/process.js'
import { bundleWith, gzipSizes, scriptsAroundCall } from './bundle-with.js'
import { bytes, held } from './row.js'
import type { Workspace } from './workspace.js'

const bareAxiosSize = async (workspace: Workspace, bundler: string): Promise<number> => {
  const { files } = await bundleWith({
    workspace,
    bundler,
    code: bareAxios,
    platform: 'browser',
    splitting: false,
  })
  return gzipSize(files.get('main.js') ?? '')
}

/** What the subpath entry adds to axios in one file. */
export const subpathBar = async (workspace: Workspace, bundler: string): Promise<string> => {
  const { files } = await bundleWith({
    workspace,
    bundler,
    code: subpathProgram,
    platform: 'browser',
    splitting: false,
  })
  const main = files.get('main.js') ?? ''
  if (main.includes('Full API Docs')) throw new Error('The text of the document is in the bundle.')
  const added = gzipSize(main) - (await bareAxiosSize(workspace, bundler))
  return held(added <= 4_096, `+${bytes(added)} B (at most 4,096)`)
}

/** The program that the facade's is held against: it loads axios with its first call, as the facade does. */
const lazyAxiosProgram = `globalThis.call = () => import('./bare-axios.js').then(({ list }) => list(globalThis.localApi))\n`

/** What the facade's first call loads, over axios loaded as late. */
export const facadeBar = async (workspace: Workspace, bundler: string, browser: Browser): Promise<string> => {
  const code = `import { epilot } from '@epilot/sdk'
globalThis.call = async () => {
  epilot.server(globalThis.localApi.url)
  epilot.authorize(() => globalThis.localApi.token)
  return (await epilot.accessToken.listAccessTokens()).status
}`
  const sizesOf = async (program: string): Promise<{ initial: number; later: number }> => {
    const request = { workspace, bundler, platform: 'browser', splitting: true } as const
    const { files } = await bundleWith({ ...request, code: program })
    const { before, after } = await scriptsAroundCall(workspace, browser, files)
    return { initial: gzipSizes(files, before), later: gzipSizes(files, after) }
  }
  const ours = await sizesOf(code)
  const added = ours.later - (await sizesOf(lazyAxiosProgram)).later
  return held(
    added <= 5_120,
    `initial ${bytes(ours.initial)} B, then axios +${bytes(added)} B (at most 5,120)`,
  )
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const extraApi = (name: string): string =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: name, version: '1.0.0' },
    servers: [{ url: 'https://extra.sls.epilot.io' }],
    paths: {
      [`/v1/${name}-things`]: {
        get: { operationId: 'listThings', responses: { 200: { description: 'Things' } } },
      },
    },
  })

/** Writes the API's generated files into the workspace, as JavaScript. */
export const generateExtraApi = async (workspace: Workspace, name: string): Promise<void> => {
  const document = join(workspace.folder, `${name}.json`)
  const out = join(workspace.consumer, name)
  await writeFile(document, extraApi(name))
  const bin = join(workspace.installed, 'dist/cli/index.js')
  // In the working copy, for its TypeScript and openapi-typescript, which are optional peers.
  await runOrThrow(process.execPath, [bin, 'generate', document, '--name', name, '--out', out], { cwd: root })
  for (const file of await readdir(out)) {
    const { code } = await transform(await readFile(join(out, file), 'utf8'), {
      loader: 'ts',
      target: 'es2022',
    })
    await writeFile(join(out, file.replace(/\.ts$/, '.js')), code)
  }
}

/** Registers two more APIs and calls one: neither is in the entry, and the other one is never loaded. */
export const lazyApis = async (workspace: Workspace, bundler: string, browser: Browser): Promise<string> => {
  const code = `import { createSDK } from '@epilot/sdk'
const sdk = createSDK({
  server: globalThis.localApi.url,
  apis: {
    orders: () => import('../orders/index.gen.js'),
    meters: () => import('../meters/index.gen.js'),
  },
})
globalThis.call = () => sdk.orders.listThings().then(() => 'found', ({ status }) => status)`
  const { files } = await bundleWith({ workspace, bundler, code, platform: 'browser', splitting: true })
  const { before, after } = await scriptsAroundCall(workspace, browser, files)
  const has = (names: string[], text: string): boolean =>
    names.some((name) => files.get(name)?.includes(text))
  const markers = ['/v1/orders-things', '/v1/meters-things', '/v1/access-tokens']
  const initially = markers.filter((marker) => has(before, marker))
  if (initially.length > 0) throw new Error(`The entry holds ${initially.join(', ')}.`)
  const loaded = markers.filter((marker) => has(after, marker))
  if (loaded.join() !== markers[0])
    throw new Error(`A call of one API loaded ${loaded.join(', ') || 'nothing'}.`)
  return 'the entry has neither, a call loads its own'
}
