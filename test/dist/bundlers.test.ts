import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { documentClient, ownChunk, topLevelAwait } from '../matrix/bundle-programs.js'
import { bareAxios, gzipSize, subpathProgram } from './bundle.js'
import { startConsumerApi } from './local-api.js'
import { runOrThrow } from './process.js'
import { toJavaScript } from './snippets.js'
import { consumerSteps } from './steps.js'

const consumer = inject('consumer')
const installed = inject('installed')
const bundle = async (options: {
  bundler: string
  name: string
  code: string
  platform: 'browser' | 'node'
}): Promise<string> => {
  const folder = join(consumer, `${options.bundler}-${options.name}`)
  const script = fileURLToPath(new URL(`../matrix/bundlers/${options.bundler}.mjs`, import.meta.url))
  const outDir = join(folder, 'out')
  const entry = join(folder, 'main.js')
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'package.json'), '{"type":"module"}')
  await writeFile(entry, options.code)
  const request = { entry, outDir, platform: options.platform, splitting: false }
  await runOrThrow(process.execPath, [script, JSON.stringify(request)], { cwd: folder })
  return join(outDir, 'main.js')
}

describe.each(['esbuild', 'rollup'])('%s', (bundler) => {
  let program: string
  beforeAll(async () => {
    const source = await readFile(new URL('programs/consumer.ts', import.meta.url), 'utf8')
    program = `${await toJavaScript(source, 'esm')}
consume({ url: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN }).then((steps) => console.log(JSON.stringify(steps)))`
  })

  it('bundles the consumer program for Node into one file that runs', async () => {
    const main = await bundle({ bundler, name: 'node', code: program, platform: 'node' })
    const api = await startConsumerApi(installed)

    const output = await runOrThrow(process.execPath, [main], {
      cwd: consumer,
      env: { LOCAL_API: api.url, LOCAL_TOKEN: api.token },
    }).finally(() => api.close())

    expect(JSON.parse(output)).toEqual(consumerSteps)
  })

  it('bundles a first call of the facade that the entry awaits, as the guide says, so that it answers', async () => {
    const manualChunks = bundler === 'rollup' ? ownChunk : undefined
    const request = { workspace: { consumer, installed }, bundler, splitting: true }
    expect(await topLevelAwait({ ...request, ...(manualChunks && { manualChunks }) })).toBe('answered')
  })

  it('bundles a client of a document in two files, split, so that it runs', async () => {
    const workspace = { consumer, installed }
    expect(await documentClient({ workspace, bundler, splitting: true })).toBe('answered')
  })

  it('adds at most 4,096 bytes to bare axios for the subpath entry', async () => {
    const ours = await bundle({ bundler, name: 'subpath', code: subpathProgram, platform: 'browser' })
    const axios = await bundle({ bundler, name: 'axios', code: bareAxios, platform: 'browser' })
    const added = gzipSize(await readFile(ours, 'utf8')) - gzipSize(await readFile(axios, 'utf8'))
    console.log(`subpath bundle in ${bundler}: bare axios + ${added} bytes min+gzip (at most 4096)`)
    expect(added).toBeLessThanOrEqual(4_096)
  })
})
