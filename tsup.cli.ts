import { readFile } from 'node:fs/promises'
import type { Options } from 'tsup'

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/** The command line shares the files of the local API and of the verifier with the library. */
const cliModules: EsbuildPlugin = {
  name: 'cli-modules',
  setup: (build) => {
    build.onResolve({ filter: /\/emulator\/index\.js$/ }, () => ({ path: '../emulator.js', external: true }))
    build.onResolve({ filter: /\/access-token\/verify\.js$/ }, () => ({
      path: '../access-token-verify.js',
      external: true,
    }))
  },
}

const fetchLookup = "typeof G.FormData !== 'undefined' ? G.FormData : undefined"

/**
 * Leaves out what the command line never uses of axios but pays for at every start: adapters other than the
 * HTTP one, HTTP/2, the `form-data` package (forms are built with Node's own FormData), and a look at the
 * global FormData, which has Node load all of its fetch.
 */
const lightAxios: EsbuildPlugin = {
  name: 'light-axios',
  setup: (build) => {
    const inAxios = ({ importer }: { importer: string }): boolean => /[\\/]axios[\\/]lib[\\/]/.test(importer)
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
export const cli = (dist: string): Options => ({
  name: 'cli',
  entry: { index: 'src/cli/index.ts' },
  outDir: `${dist}/cli`,
  format: 'esm',
  target: 'node20',
  platform: 'node',
  splitting: true,
  minify: true,
  // But for what is installed with the library and loaded when a document is read.
  noExternal: [/^(?!(openapi-client-axios|js-yaml)$)/],
  // Bundled CommonJS asks for Node's modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  esbuildPlugins: [cliModules, lightAxios],
})
