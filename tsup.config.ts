import { readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { transform } from 'esbuild'
import { defineConfig, type Options } from 'tsup'
import { cli } from './tsup.cli.js'
import { licenses } from './tsup.licenses.js'

/** Tests build into a folder of their own. */
const dist = process.env.EPILOT_DIST ?? 'dist'

/** The library: its files share code, and importing one loads few others. */
const library = {
  index: 'src/index.ts',
  'access-token': 'src/apis/access-token/index.gen.ts',
  core: 'src/core/index.ts',
  openapi: 'src/openapi/index.ts',
}

/** Built apart: what they share with the library is little, and sharing it would split the library further. */
const verifier = { 'access-token-verify': 'src/apis/access-token/verify.ts' }
const emulator = { emulator: 'src/emulator/index.ts' }

/** What the command line checks bodies with; most of it is the emulator's. */
const validator = { validator: 'src/cli/lazy/validator.ts' }

/** Kept apart from `access-token`, so that a bundler sheds it where nothing asks for the document. */
const loader = { 'access-token-document': 'src/apis/access-token/document.gen.ts' }

/** What `#disk` stands for, by package.json's `imports`: Node's files, or in a browser none. */
const disk = { disk: 'src/openapi/disk.ts', 'disk-browser': 'src/openapi/disk-browser.ts' }

/** What `#platform` stands for: what a call needs in Node only, or in a browser none of it. */
const platform = { platform: 'src/core/platform.ts', 'platform-browser': 'src/core/platform-browser.ts' }

type Plugin = NonNullable<Options['plugins']>[number]
type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Minifies files that consist of bundled dependencies, which halves what is installed. Our own code stays
 * as it is: who debugs into it can read it, and an app's bundler minifies it anyway.
 */
const hasDependencies = (code: string): boolean => /^\/\/ node_modules\//m.test(code)

const esModule: Plugin = {
  name: 'es-module',
  renderChunk: (code) =>
    hasDependencies(code) ? transform(code, { minify: true, target: 'es2022' }) : undefined,
}

/**
 * Turns each file of an ES build into CommonJS. tsup's own way splits CommonJS with sucrase, which breaks
 * classes with fields. `import()` becomes `require`, so that test runners without ES modules run it too.
 */
const commonJS: Plugin = {
  name: 'commonjs',
  renderChunk: (code) =>
    transform(code, {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      supported: { 'dynamic-import': false },
      minify: hasDependencies(code),
    }),
}

/** Not the global by its name: bundlers put a package in its place, which a project doesn't have. */
const ownBuffer = 'const Buffer = globalThis.Buffer ?? { isBuffer: () => false }'

/**
 * Node's modules stay imports, with the prefix that tells them from packages. The reference parser's own file
 * reader is never called, and its `Buffer` is Node's or none, so that `openapi` is bundled for browsers too.
 */
const nodeModules: EsbuildPlugin = {
  name: 'node-modules',
  setup: (build) => {
    build.onResolve({ filter: new RegExp(`^(${builtinModules.join('|')})$`) }, ({ path, importer }) =>
      importer.includes('json-schema-ref-parser')
        ? { path, namespace: 'empty' }
        : { path: `node:${path}`, external: true },
    )
    build.onResolve({ filter: /^\.\/(disk|platform)\.js$/ }, ({ path }) => ({
      path: `#${path.slice(2, -3)}`,
      external: true,
    }))
    // Named, too: Parcel refuses a name that isn't there, though nothing reads it.
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'export const promises = {}\nexport default { promises }',
    }))
    build.onLoad({ filter: /json-schema-ref-parser.*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      return { contents: /\bBuffer\b/.test(text) ? `${ownBuffer}\n${text}` : text }
    })
  },
}

const bundledLicenses = licenses(dist)

const common: Options = {
  outDir: dist,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  // `dependencies` stay imports by themselves; everything else is bundled into the entries that use it.
  external: [/^node:/],
  removeNodeProtocol: false,
  esbuildPlugins: [nodeModules, bundledLicenses],
}

const esm = (entry: Record<string, string>): Options => ({ ...common, entry, plugins: [esModule] })

const cjs = (entry: Record<string, string>): Options => ({
  ...common,
  entry,
  outExtension: () => ({ js: '.cjs' }),
  plugins: [commonJS],
})

export default defineConfig([
  esm({ ...library, ...loader, ...disk, ...platform }),
  cjs({ ...library, ...loader, ...disk, ...platform }),
  esm(verifier),
  cjs(verifier),
  esm(emulator),
  cjs({ ...emulator, ...validator }),
  ...cli(dist, bundledLicenses),
  {
    outDir: dist,
    entry: { ...library, ...verifier, ...emulator },
    format: ['esm', 'cjs'],
    dts: { only: true },
  },
])
