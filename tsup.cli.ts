import { readFile } from 'node:fs/promises'
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
    build.onResolve({ filter: /\/lazy\/validator\.js$/ }, external('../validator.js'))
    build.onResolve({ filter: /^\.\.?\/lazy\// }, ({ path }) => ({
      path: path.replace('../', './'),
      external: true,
    }))
    build.onResolve({ filter: /\/emulator\/index\.js$/ }, external('../emulator.js'))
    build.onResolve({ filter: /\/access-token\/verify\.js$/ }, external('../access-token-verify.js'))
  },
}

const fetchLookup = "typeof G.FormData !== 'undefined' ? G.FormData : undefined"

/**
 * Leaves out what the command line never uses but pays for at every start. Of axios: adapters other than the
 * HTTP one, HTTP/2, the `form-data` package (forms are built with Node's own FormData), and a look at the
 * global FormData, which has Node load all of its fetch. Of commander: commands that are other programs.
 * `process` is the global: importing it has Node open all its streams.
 */
const lightStart: EsbuildPlugin = {
  name: 'light-start',
  setup: (build) => {
    const inAxios = ({ importer }: { importer: string }): boolean => /[\\/]axios[\\/]lib[\\/]/.test(importer)
    build.onResolve({ filter: /^(node:)?process$/ }, ({ path }) => ({ path, namespace: 'process' }))
    build.onLoad({ filter: /.*/, namespace: 'process' }, () => ({ contents: 'module.exports = process' }))
    build.onResolve({ filter: /^(node:)?child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
    )
    build.onResolve({ filter: /^(http2|form-data)$/ }, (args) =>
      inAxios(args) ? { path: args.path, namespace: 'left-out' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'export default {}' }))
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

/** Bundled whole, so that nobody installs what only a terminal needs; minified, so that it starts fast. */
const common: Options = {
  format: 'esm',
  target: 'node20',
  platform: 'node',
  minify: true,
  removeNodeProtocol: false,
  // But for what is installed with the library and loaded when a document is read.
  noExternal: [/^(?!(openapi-client-axios|js-yaml)$)/],
  // Bundled CommonJS asks for Node's modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
}

export const cli = (dist: string, licenses: EsbuildPlugin): Options[] => {
  const bundled = { ...common, esbuildPlugins: [lazyFiles, lightStart, licenses] }
  return [
    {
      ...bundled,
      name: 'cli',
      entry: { index: 'src/cli/index.ts' },
      outDir: `${dist}/cli`,
      splitting: false,
    },
    {
      ...bundled,
      name: 'cli-lazy',
      entry: ['src/cli/lazy/*.ts', '!src/cli/lazy/validator.ts'],
      outDir: `${dist}/cli/lazy`,
      splitting: true,
    },
  ]
}
