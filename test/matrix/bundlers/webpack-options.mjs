import { dirname } from 'node:path'
import { entry, outDir, platform, splitting } from './options.mjs'

/** Options that webpack and Rspack both understand. */
export const webpackOptions = ({ optimize }) => ({
  mode: 'production',
  context: dirname(entry),
  entry: { main: entry },
  target: platform === 'browser' ? ['web', 'es2022'] : 'node20',
  experiments: { outputModule: true },
  output: {
    path: outDir,
    filename: '[name].js',
    module: true,
    chunkFormat: 'module',
    chunkLoading: 'import',
    publicPath: 'auto',
  },
  performance: { hints: false },
  plugins: splitting ? [] : [new optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
})

/** Runs the compiler to its end; its complaints are an error. */
export const compile = (compiler) =>
  new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) return reject(error)
      if (stats.hasErrors()) return reject(new Error(stats.toString({ all: false, errors: true })))
      compiler.close((closeError) => (closeError ? reject(closeError) : resolve()))
    })
  })
