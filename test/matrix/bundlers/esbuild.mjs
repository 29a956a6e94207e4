import { build } from 'esbuild'
import { entry, outDir, platform, requireBanner, splitting } from './options.mjs'

await build({
  entryPoints: { main: entry },
  outdir: outDir,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  platform,
  splitting,
  banner: { js: requireBanner },
  logLevel: 'error',
})
