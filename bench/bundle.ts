import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareAxios, bundle, bundleOneFile, gzipSize } from '../test/dist/bundle.js'
import { installConsumer, packSDK } from '../test/dist/pack.js'

// Where the bytes of a one-file bundle of the subpath entry come from, module by module.

const program = (entry: string): string => `import { getClient, authorize } from '${entry}'
authorize(getClient(), () => '<token>').listAccessTokens().then(({ data }) => console.log(data))`

const folder = await mkdtemp(join(tmpdir(), 'epilot-sdk-bundle-'))
try {
  const tarball = await packSDK(folder)
  const consumer = await installConsumer({ folder: join(folder, 'consumer'), tarball })
  const axios = gzipSize(await bundleOneFile({ consumer, code: bareAxios }))
  const packed = gzipSize(await bundleOneFile({ consumer, code: program('@epilot/sdk/access-token') }))

  const root = fileURLToPath(new URL('..', import.meta.url))
  const source = await bundle({ consumer: root, code: program('./src/apis/access-token/index.gen.ts') })
  const inputs = Object.entries(source.metafile.outputs['entry.js']?.inputs ?? {})
  const modules = inputs
    .filter(([path, { bytesInOutput }]) => path.startsWith('src/') && bytesInOutput > 0)
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
  for (const [path, { bytesInOutput }] of modules)
    console.log(`${String(bytesInOutput).padStart(6)}  ${path}`)
  const minified = modules.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  console.log(`${String(minified).padStart(6)}  minified, ours alone`)
  console.log(`${String(packed - axios).padStart(6)}  minified and gzipped, over bare axios (${axios})`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
