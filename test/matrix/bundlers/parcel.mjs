import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Parcel } from '@parcel/core'
import { entry, outDir, platform } from './options.mjs'

// Dynamic imports always get files of their own: Parcel has no option against it.
const bundler = new Parcel({
  entries: entry,
  defaultConfig: createRequire(import.meta.url).resolve('@parcel/config-default'),
  mode: 'production',
  shouldDisableCache: true,
  defaultTargetOptions: { shouldOptimize: true, shouldScopeHoist: true, sourceMaps: false },
  targets: {
    main: {
      distDir: outDir,
      context: platform,
      // As ES module for Node, axios alone doesn't start: `parse` of `url` is lost.
      outputFormat: platform === 'node' ? 'commonjs' : 'esmodule',
      includeNodeModules: true,
      engines: platform === 'node' ? { node: '>=20' } : { browsers: ['last 2 Chrome versions'] },
    },
  },
})
await bundler.run()
if (platform === 'node') await writeFile(`${outDir}/package.json`, '{"type":"commonjs"}')
