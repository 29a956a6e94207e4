import { dirname } from 'node:path'
import { build } from 'vite'
import { entry, outDir, platform, splitting } from './options.mjs'

await build({
  root: dirname(entry),
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true, target: 'node' },
  build: {
    outDir,
    emptyOutDir: true,
    minify: true,
    target: 'es2022',
    modulePreload: false,
    ssr: platform === 'node',
    rolldownOptions: {
      input: { main: entry },
      output: { entryFileNames: '[name].js', codeSplitting: splitting },
    },
  },
})
