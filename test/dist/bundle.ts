import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BuildResult, build, type Metafile } from 'esbuild'

export interface BundleOptions {
  /** Project whose packages the program imports. */
  consumer: string
  /** The program, as an ES module. */
  code: string
  platform?: 'browser' | 'node' | 'neutral'
  /** Names of `exports` conditions besides the platform's. */
  conditions?: string[]
  /** @default true */
  minify?: boolean
}

/** What esbuild makes of a program: files by name, `entry.js` first loaded. */
export interface Bundle {
  files: Map<string, string>
  metafile: Metafile
}

/** Bundles a program with everything it imports; with `splitting`, dynamic imports get files of their own. */
export const bundle = async (options: BundleOptions & { splitting?: boolean }): Promise<Bundle> => {
  const result = await build({
    stdin: { contents: options.code, resolveDir: options.consumer, sourcefile: 'entry.js' },
    outdir: options.consumer,
    entryNames: 'entry',
    absWorkingDir: options.consumer,
    bundle: true,
    minify: options.minify ?? true,
    format: 'esm',
    target: 'es2022',
    platform: options.platform ?? 'browser',
    ...(options.conditions && { conditions: options.conditions }),
    splitting: options.splitting ?? false,
    metafile: true,
    write: false,
    logLevel: 'silent',
  } as const)
  return { files: filesOf(result), metafile: result.metafile }
}

const filesOf = (result: BuildResult<{ write: false }>): Map<string, string> =>
  new Map(result.outputFiles.map((file) => [basename(file.path), file.text]))

/** The only file of a bundle without splitting. */
export const bundleOneFile = async (options: BundleOptions): Promise<string> => {
  const { files } = await bundle(options)
  return files.get('entry.js') ?? ''
}

/** Size as a web server would send it, in bytes. */
export const gzipSize = (text: string): number => gzipSync(text, { level: 9 }).length

/** Sum of the files' sizes, each compressed on its own, in bytes. */
export const gzipSizes = (bundled: Bundle, names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSize(bundled.files.get(name) ?? ''), 0)

/** Names of the files that are loaded at once when `name` is. */
export const loadedWith = (bundled: Bundle, name: string): Set<string> => {
  const loaded = new Set<string>()
  const visit = (current: string): void => {
    if (loaded.has(current)) return
    loaded.add(current)
    for (const { path, kind } of bundled.metafile.outputs[current]?.imports ?? []) {
      if (kind === 'import-statement') visit(path)
    }
  }
  visit(name)
  return loaded
}

/** Names of the files that some file of `names` imports dynamically. */
export const dynamicImports = (bundled: Bundle, names: Iterable<string>): string[] =>
  [...names].flatMap((name) =>
    (bundled.metafile.outputs[name]?.imports ?? [])
      .filter(({ kind }) => kind === 'dynamic-import')
      .map(({ path }) => path),
  )

/** A program of axios alone doing what the programs under test do; what ours adds is counted from here. */
/** The smallest program of the subpath entry. */
export const subpathProgram = `import { getClient, authorize } from '@epilot/sdk/access-token'
authorize(getClient(), () => '<token>').listAccessTokens().then(({ data }) => console.log(data))`

export const bareAxios = `import axios from 'axios'
axios.create().get('https://access-token.sls.epilot.io/v1/access-tokens').then(({ data }) => console.log(data))`
