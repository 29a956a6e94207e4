import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import type { Browser } from 'playwright-core'
import { openPage } from '../browser/page.js'
import { bareAxios, gzipSize } from '../dist/bundle.js'
import { startConsumerApi } from '../dist/local-api.js'
import { runOrThrow } from '../dist/process.js'
import { bytes, held, type Trial } from './row.js'
import { expectAllSteps, runPage } from './runtimes.js'
import { toolVersion, type Workspace, writeConsumerProgram } from './workspace.js'

const bundlers = [
  { subject: 'esbuild', tool: 'esbuild' },
  { subject: 'Rollup', tool: 'rollup' },
  { subject: 'Vite', tool: 'vite' },
  { subject: 'webpack', tool: 'webpack' },
  { subject: 'Rspack', tool: '@rspack/core' },
  { subject: 'Parcel', tool: 'parcel' },
]

interface BundleRequest {
  workspace: Workspace
  /** esbuild, rollup, vite, webpack, rspack or parcel. */
  bundler: string
  /** The program, an ES module beside `consumer.mjs`. */
  code: string
  platform: 'browser' | 'node'
  splitting: boolean
}

interface Bundled {
  /** Folder with `main.js`. */
  folder: string
  /** Scripts by path below the folder. */
  files: Map<string, string>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

let bundles = 0

/** Bundles a program in a process of its own, with the options that the bundler's own documentation names. */
const bundleWith = async ({
  workspace,
  bundler,
  code,
  platform,
  splitting,
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
  await runOrThrow(process.execPath, [script, JSON.stringify({ entry, outDir, platform, splitting })], {
    cwd: source,
  })
  const names = (await readdir(outDir, { recursive: true })).filter((name) => /\.m?js$/.test(name))
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(outDir, name), 'utf8')] as const),
  )
  return { folder: outDir, files: new Map(files) }
}

const runProgram =
  "import { consume } from './consumer.mjs'\nglobalThis.run = () => consume(globalThis.localApi)\n"
const nodeProgram = `import { consume } from './consumer.mjs'
consume({ url: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN }).then(
  (steps) => console.log(JSON.stringify(steps)),
  (error) => { console.error(error); process.exit(1) },
)
`

/** Every bundler with every platform, in one file and split; then the bars. */
export const bundlerTrials = async (workspace: Workspace, browser: Browser | undefined): Promise<Trial[]> => {
  await Promise.all(['orders', 'meters'].map((name) => generateExtraApi(workspace, name)))
  const trials = await Promise.all(
    bundlers.map(async ({ subject, tool }) => {
      const version = await toolVersion(tool)
      const unavailable = version === '-' ? `${subject} is not installed on this machine` : undefined
      const bundler = subject.toLowerCase()
      const noBrowser = browser ? undefined : 'Chromium is not installed on this machine'
      const common = { section: 'Bundlers', subject, version, unavailable }
      const modes = [
        { splitting: false, mode: 'one file' },
        { splitting: true, mode: 'split' },
      ]
      const runs = modes.flatMap(({ splitting, mode }): Trial[] => {
        const request = { workspace, bundler, splitting }
        // Parcel has no option against files for dynamic imports.
        const impossible =
          bundler === 'parcel' && !splitting ? 'Parcel always splits at dynamic imports' : undefined
        return [
          {
            ...common,
            variant: `browser, ${mode}`,
            unavailable: unavailable ?? impossible ?? noBrowser,
            attempt: async () =>
              runInPage({ ...request, platform: 'browser', code: runProgram }, browser as Browser),
          },
          {
            ...common,
            variant: `node, ${mode}`,
            unavailable: unavailable ?? impossible,
            attempt: async () => runInNode({ ...request, platform: 'node', code: nodeProgram }),
          },
        ]
      })
      const bars: Trial[] = [
        {
          ...common,
          variant: 'subpath bundle over bare axios',
          attempt: () => subpathBar(workspace, bundler),
        },
        {
          ...common,
          variant: "a facade call's load over bare axios",
          unavailable: unavailable ?? noBrowser,
          attempt: () => facadeBar(workspace, bundler, browser as Browser),
        },
        {
          ...common,
          variant: 'two more APIs, registered lazily',
          unavailable: unavailable ?? noBrowser,
          attempt: () => lazyApis(workspace, bundler, browser as Browser),
        },
      ]
      return [...runs, ...bars]
    }),
  )
  return trials.flat()
}

const runInPage = async (request: BundleRequest, browser: Browser): Promise<string> => {
  const { files } = await bundleWith(request)
  const steps = await runPage({ workspace: request.workspace, browser, files })
  return `${steps}, ${bytes(gzipSizes(files, files.keys()))} B`
}

const runInNode = async (request: BundleRequest): Promise<string> => {
  const { folder, files } = await bundleWith(request)
  const api = await startConsumerApi(request.workspace.installed)
  const output = await runOrThrow(process.execPath, ['main.js'], {
    cwd: folder,
    env: { LOCAL_API: api.url, LOCAL_TOKEN: api.token },
  }).finally(() => api.close())
  return `${expectAllSteps(JSON.parse(output))}, ${bytes(gzipSizes(files, files.keys()))} B`
}

const gzipSizes = (files: Map<string, string>, names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSize(files.get(name) ?? ''), 0)

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

const subpathBar = async (workspace: Workspace, bundler: string): Promise<string> => {
  const code = `import { getClient, authorize } from '@epilot/sdk/access-token'
const client = authorize(getClient(), () => '<token>')
client.listAccessTokens().then(({ data }) => console.log(data))`
  const { files } = await bundleWith({ workspace, bundler, code, platform: 'browser', splitting: false })
  const main = files.get('main.js') ?? ''
  if (main.includes('Full API Docs')) throw new Error('The text of the document is in the bundle.')
  const added = gzipSize(main) - (await bareAxiosSize(workspace, bundler))
  return held(added <= 4_096, `+${bytes(added)} B (at most 4,096)`)
}

/** The program that the facade's is held against: it loads axios with its first call, as the facade does. */
const lazyAxiosProgram = `globalThis.call = () => import('./bare-axios.js').then(({ list }) => list(globalThis.localApi))\n`

const bareAxiosModule = `import axios from 'axios'
export const list = async ({ url, token }) => {
  const headers = { authorization: \`Bearer \${token}\` }
  return (await axios.create({ validateStatus: null }).get(\`\${url}/v1/access-tokens\`, { headers })).status
}
`

const facadeBar = async (workspace: Workspace, bundler: string, browser: Browser): Promise<string> => {
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

/** Loads a page, then calls `globalThis.call`: names of the scripts that each of the two loaded. */
const scriptsAroundCall = async (
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
const generateExtraApi = async (workspace: Workspace, name: string): Promise<void> => {
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
const lazyApis = async (workspace: Workspace, bundler: string, browser: Browser): Promise<string> => {
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
