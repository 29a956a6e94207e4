import commonjs from '@rollup/plugin-commonjs'
import json from '@rollup/plugin-json'
import nodeResolve from '@rollup/plugin-node-resolve'
import { transform } from 'esbuild'
import { rollup } from 'rollup'
import { entry, manualChunks, outDir, platform, splitting } from './options.mjs'

const minify = {
  name: 'minify',
  renderChunk: (code) => transform(code, { minify: true, format: 'esm', target: 'es2022' }),
}
const forBrowser = platform === 'browser'
const bundle = await rollup({
  input: { main: entry },
  plugins: [
    nodeResolve({
      browser: forBrowser,
      preferBuiltins: !forBrowser,
      exportConditions: forBrowser ? [] : ['node'],
    }),
    commonjs(),
    json(),
    minify,
  ],
  onwarn: (warning, report) => {
    if (!['THIS_IS_UNDEFINED', 'CIRCULAR_DEPENDENCY'].includes(warning.code)) report(warning)
  },
})
await bundle.write({
  dir: outDir,
  format: 'es',
  entryFileNames: '[name].js',
  inlineDynamicImports: !splitting,
  ...(manualChunks && { manualChunks }),
})
await bundle.close()
