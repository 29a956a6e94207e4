/**
 * What each bundler script is asked for, as JSON in its argument: bundle `entry` for `platform` ('browser'
 * or 'node') into `outDir`/main.js as an ES module; with `splitting`, dynamic imports get files of their own.
 * `manualChunks` is Rollup's option of that name.
 */
export const { entry, outDir, platform, splitting, manualChunks } = JSON.parse(process.argv[2])

/** axios's CommonJS dependencies call `require` for Node's own modules, which an ES module has to bring. */
export const requireBanner =
  platform === 'node'
    ? "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"
    : ''
