import { readFile, writeFile } from 'node:fs/promises'
import type { Options } from 'tsup'

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * What is loaded lazily has files of its own in `lazy/`, and the rest is one file: every further file costs a start
 * more than the bytes in it. The local API, its validator and the token verifier are the library's files.
 */
const lazyFiles: EsbuildPlugin = {
  name: 'lazy-files',
  setup: (build) => {
    const external = (path: string) => () => ({ path, external: true })
    build.onResolve({ filter: /\/lazy\/validator\.js$/ }, external('../validator.cjs'))
    build.onResolve({ filter: /^\.\.?\/lazy\// }, ({ path }) => ({
      path: path.replace('../', './'),
      external: true,
    }))
    build.onResolve({ filter: /\/emulator\/index\.js$/ }, external('../emulator.cjs'))
    build.onResolve({ filter: /\/access-token\/verify\.js$/ }, external('../access-token-verify.cjs'))
  },
}

const fetchLookup = "typeof G.FormData !== 'undefined' ? G.FormData : undefined"

/** Stands for Node's modules and packages whose loading costs more than what the command line has of them. */
const standIns: Record<string, string> = {
  // Importing it has Node open all its streams.
  process: 'module.exports = process',
  http2: 'export default {}',
  // Forms are built with Node's own FormData.
  'form-data': 'export default undefined',
  // The request core follows redirects itself.
  'follow-redirects': 'export default {}',
  // Only names the boundaries of forms. Importing it has Node load web cryptography.
  crypto: 'export default { randomFillSync: (array) => globalThis.crypto.getRandomValues(array) }',
  // Loaded when there is a proxy.
  'https-proxy-agent': `export default class {
    constructor(...options) { return new (require('https-proxy-agent').HttpsProxyAgent)(...options) }
  }`,
  // Commands that are other programs.
  child_process: 'export default {}',
}

const ofAxios = /^(http2|form-data|follow-redirects|crypto|https-proxy-agent)$/
const ofCommander = /^child_process$/

/**
 * Leaves out what the command line never uses but pays for at every start. Of axios that is, besides, all adapters
 * but the HTTP one, and a look at the global FormData, which has Node load all of its fetch.
 */
const lightStart: EsbuildPlugin = {
  name: 'light-start',
  setup: (build) => {
    build.onResolve({ filter: /./ }, ({ path, importer, resolveDir }) => {
      const name = path.replace(/^node:/, '')
      const isLeftOut =
        name === 'process' ||
        (ofAxios.test(name) && /[\\/]axios[\\/]lib[\\/]/.test(importer)) ||
        (ofCommander.test(name) && /[\\/]commander[\\/]/.test(importer))
      return isLeftOut ? { path: name, namespace: 'stand-in', pluginData: resolveDir } : undefined
    })
    build.onLoad({ filter: /./, namespace: 'stand-in' }, ({ path, pluginData }) => ({
      contents: standIns[path] ?? '',
      resolveDir: pluginData,
    }))
    build.onLoad({ filter: /axios[\\/]lib[\\/]adapters[\\/](fetch|xhr)\.js$/ }, () => ({
      contents: 'export const getFetch = () => undefined; export default undefined',
    }))
    build.onLoad({ filter: /axios[\\/]lib[\\/]utils\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8')
      if (!code.includes(fetchLookup)) throw new Error(`${path} has changed: measure what it loads at start.`)
      return { contents: code.replace(fetchLookup, 'undefined') }
    })
  },
}

/**
 * Bundled whole, so that nobody installs what only a terminal needs; minified, and CommonJS, so that it starts fast:
 * Node takes longer to load the same files as ES modules.
 */
export const cli = (dist: string, licenses: EsbuildPlugin): Options[] => {
  const common: Options = {
    format: 'cjs',
    outExtension: () => ({ js: '.js' }),
    target: 'node20',
    platform: 'node',
    splitting: false,
    minify: true,
    shims: true,
    removeNodeProtocol: false,
    // But for what is installed with the library and loaded when a document is read.
    noExternal: [/^(?!(openapi-client-axios|js-yaml)$)/],
    esbuildPlugins: [lazyFiles, lightStart, licenses],
    esbuildOptions: (options) => {
      options.supported = { 'dynamic-import': false }
    },
  }
  return [
    {
      ...common,
      name: 'cli',
      entry: { index: 'src/cli/index.ts' },
      outDir: `${dist}/cli`,
      onSuccess: () => writeFile(`${dist}/cli/package.json`, '{ "type": "commonjs" }\n'),
    },
    {
      ...common,
      name: 'cli-lazy',
      entry: ['src/cli/lazy/*.ts', '!src/cli/lazy/validator.ts'],
      outDir: `${dist}/cli/lazy`,
    },
  ]
}
