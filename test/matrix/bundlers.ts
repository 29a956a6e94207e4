import type { Browser } from 'playwright-core'
import { startConsumerApi } from '../dist/local-api.js'
import { runOrThrow } from '../dist/process.js'
import { facadeBar, generateExtraApi, lazyApis, subpathBar } from './bundle-bars.js'
import { documentClient, ownChunk, topLevelAwait } from './bundle-programs.js'
import { type BundleRequest, bundleWith, gzipSizes } from './bundle-with.js'
import { bytes, type Trial } from './row.js'
import { expectAllSteps, runPage } from './runtimes.js'
import { toolVersion, type Workspace } from './workspace.js'

const bundlers = [
  { subject: 'esbuild', tool: 'esbuild' },
  { subject: 'Rollup', tool: 'rollup' },
  { subject: 'Vite', tool: 'vite' },
  { subject: 'webpack', tool: 'webpack' },
  { subject: 'Rspack', tool: '@rspack/core' },
  { subject: 'Parcel', tool: 'parcel' },
]

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
      return [...runs, ...programTrials({ common, workspace, bundler, browser }), ...bars]
    }),
  )
  return trials.flat()
}

interface ProgramTrials {
  common: Omit<Trial, 'variant' | 'attempt'>
  workspace: Workspace
  bundler: string
  browser: Browser | undefined
}

/** What people write that not every bundler copes with. */
const programTrials = ({ common, workspace, bundler, browser }: ProgramTrials): Trial[] => {
  const request = { workspace, bundler, splitting: true }
  const noBrowser = browser ? undefined : 'Chromium is not installed on this machine'
  const inBrowser = { ...common, unavailable: common.unavailable ?? noBrowser }
  const limit =
    bundler === 'rollup'
      ? 'Rollup: the loaded chunk waits for the entry, and the entry for it; see the guide on bundle size'
      : undefined
  const noAwait = bundler === 'parcel' ? 'Parcel writes CommonJS for Node, which has none' : undefined
  const inNode = { ...common, unavailable: common.unavailable ?? noAwait, limit }
  const advised: Trial = {
    ...common,
    variant: 'node, split, facade and top-level await, manualChunks',
    attempt: () => topLevelAwait({ ...request, manualChunks: ownChunk }),
  }
  return [
    ...(limit ? [advised] : []),
    {
      ...inBrowser,
      limit,
      variant: 'browser, split, facade and top-level await',
      attempt: () => topLevelAwait({ ...request, browser }),
    },
    {
      ...inNode,
      variant: 'node, split, facade and top-level await',
      attempt: () => topLevelAwait(request),
    },
    {
      ...inNode,
      limit: limit && 'Rollup: the entry runs before what it would load; see the guide on bundle size',
      variant: 'node, one file, facade and top-level await',
      attempt: () => topLevelAwait({ ...request, splitting: false }),
    },
    {
      ...inBrowser,
      variant: 'browser, split, a document in two files',
      attempt: () => documentClient({ ...request, browser }),
    },
    {
      ...common,
      variant: 'node, split, a document in two files',
      attempt: () => documentClient(request),
    },
  ]
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
