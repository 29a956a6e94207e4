import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openPage } from '../browser/page.js'
import { bundle } from '../dist/bundle.js'
import { startConsumerApi } from '../dist/local-api.js'
import { runOrThrow } from '../dist/process.js'
import { consumerSteps } from '../dist/steps.js'
import type { Trial } from './row.js'
import { missing, toolFolder, toolVersion, type Workspace } from './workspace.js'

const section = 'Runtimes'

/** The consumer program in every runtime. */
export const runtimeTrials = async (workspace: Workspace, browser: Browser | undefined): Promise<Trial[]> => [
  ...(await nodeTrials(workspace)),
  ...(await bunTrials(workspace)),
  await denoTrial(workspace),
  await workerdTrial(workspace),
  chromiumTrial(workspace, browser),
]

const nodeTrials = async (workspace: Workspace): Promise<Trial[]> => {
  const trials = await Promise.all(
    [20, 22, 24].map(async (major) => {
      const node = join(toolFolder(`node-${major}`), 'bin/node')
      const common = {
        section,
        subject: 'Node',
        version: await toolVersion(`node-${major}`),
        unavailable: missing(node, `Node ${major}`),
      }
      const requireOnly = '--no-experimental-require-module'
      return [
        { ...common, variant: 'import', attempt: () => runMain(workspace, [node, 'main.mjs']) },
        { ...common, variant: 'require', attempt: () => runMain(workspace, [node, requireOnly, 'main.cjs']) },
        { ...common, variant: 'require(esm)', attempt: () => requireEsm(workspace, node) },
      ]
    }),
  )
  return trials.flat()
}

/** A CommonJS program that requires the ES modules of the package, as a bundler's output or a test runner may. */
const requireEsm = async (workspace: Workspace, node: string): Promise<string> => {
  const path = join(workspace.consumer, 'require-esm.cjs')
  await writeFile(
    path,
    "const { consume } = require('./consumer.mjs')\nconsume({ url: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN }).then((steps) => console.log(JSON.stringify(steps)))\n",
  )
  return runMain(workspace, [node, path])
}

const bunTrials = async (workspace: Workspace): Promise<Trial[]> => {
  const bun = join(toolFolder('.bin'), 'bun')
  const common = {
    section,
    subject: 'Bun',
    version: await toolVersion('bun'),
    unavailable: missing(bun, 'Bun'),
  }
  return [
    { ...common, variant: 'import', attempt: () => runMain(workspace, [bun, 'main.mjs']) },
    { ...common, variant: 'require', attempt: () => runMain(workspace, [bun, 'main.cjs']) },
  ]
}

const denoTrial = async (workspace: Workspace): Promise<Trial> => {
  const deno = join(toolFolder('.bin'), 'deno')
  const flags = [
    'run',
    '--quiet',
    '--no-prompt',
    '--node-modules-dir=manual',
    '--allow-env',
    '--allow-read',
    '--allow-net=127.0.0.1',
  ]
  return {
    section,
    subject: 'Deno',
    version: await toolVersion('deno'),
    variant: 'import, net limited to the API',
    unavailable: missing(deno, 'Deno'),
    attempt: () => runMain(workspace, [deno, ...flags, 'main.mjs']),
  }
}

const runMain = async (workspace: Workspace, [command = '', ...args]: string[]): Promise<string> => {
  const api = await startConsumerApi(workspace.installed)
  const output = await runOrThrow(command, args, {
    cwd: workspace.consumer,
    env: { LOCAL_API: api.url, LOCAL_TOKEN: api.token, DENO_NO_UPDATE_CHECK: '1', NODE_NO_WARNINGS: '1' },
  }).finally(() => api.close())
  return expectAllSteps(JSON.parse(output))
}

const workerdTrial = async (workspace: Workspace): Promise<Trial> => ({
  section,
  subject: 'workerd',
  version: await toolVersion('workerd'),
  variant: `miniflare ${await toolVersion('miniflare')}`,
  unavailable: missing(join(toolFolder('workerd'), 'bin/workerd'), 'workerd'),
  attempt: async () => {
    const { files } = await bundle({
      consumer: workspace.consumer,
      conditions: ['workerd', 'worker', 'browser'],
      code: "import { consume } from './consumer.mjs'\nexport default { fetch: async (_request, env) => Response.json(await consume({ url: env.LOCAL_API, token: env.LOCAL_TOKEN })) }",
    })
    const api = await startConsumerApi(workspace.installed)
    const { Miniflare } = createRequire(join(toolFolder('miniflare'), 'package.json'))(
      'miniflare',
    ) as MiniflareModule
    const worker = new Miniflare({
      modules: true,
      script: files.get('entry.js') ?? '',
      compatibilityDate: '2026-04-01',
      bindings: { LOCAL_API: api.url, LOCAL_TOKEN: api.token },
    })
    try {
      const response = await worker.dispatchFetch('http://worker/')
      const text = await response.text()
      if (response.status !== 200) throw new Error(text)
      return expectAllSteps(JSON.parse(text))
    } finally {
      await worker.dispose()
      await api.close()
    }
  },
})

interface MiniflareModule {
  Miniflare: new (
    options: object,
  ) => { dispatchFetch(url: string): Promise<Response>; dispose(): Promise<void> }
}

const chromiumTrial = (workspace: Workspace, browser: Browser | undefined): Trial => ({
  section,
  subject: 'Chromium',
  version: browser?.version() ?? '-',
  variant: 'page whose policy forbids eval',
  unavailable: browser ? undefined : 'Chromium is not installed on this machine',
  attempt: async () => {
    if (!browser) throw new Error('No browser.')
    const { files } = await bundle({
      consumer: workspace.consumer,
      code: "import { consume } from './consumer.mjs'\nglobalThis.run = () => consume(globalThis.localApi)",
    })
    return runPage({ workspace, browser, files: new Map([['main.js', files.get('entry.js') ?? '']]) })
  },
})

/** Runs a bundled consumer program, left on `globalThis.run`, in a page. */
export const runPage = async (options: {
  workspace: Pick<Workspace, 'installed'>
  browser: Browser
  files: Map<string, string>
}): Promise<string> => {
  const api = await startConsumerApi(options.workspace.installed)
  const localApi = { url: api.url, token: api.token }
  const page = await openPage({ browser: options.browser, files: options.files, connect: api.url, localApi })
  try {
    return expectAllSteps(await page.call('run'))
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${page.complaints().join('\n')}`)
  } finally {
    await page.close()
    await api.close()
  }
}

/** All steps succeeded, in order. */
export const expectAllSteps = (steps: unknown): string => {
  if (JSON.stringify(steps) !== JSON.stringify(consumerSteps))
    throw new Error(`Not all steps: ${JSON.stringify(steps)}`)
  return `${consumerSteps.length} steps`
}
