import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { expect, inject, it } from 'vitest'
import { startConsumerApi } from './local-api.js'
import { runOrThrow } from './process.js'
import { consumerSteps } from './steps.js'

const consumer = inject('consumer')
const installed = inject('installed')

it.each([
  { name: 'import', format: 'esm', extension: 'mjs', flags: [] },
  { name: 'require', format: 'cjs', extension: 'cjs', flags: ['--no-experimental-require-module'] },
] as const)('the consumer program succeeds in Node with $name', async ({ format, extension, flags }) => {
  const api = await startConsumerApi(installed)
  const source = await readFile(new URL('programs/consumer.ts', import.meta.url), 'utf8')
  const { code } = await transform(source, { loader: 'ts', format, target: 'node20' })
  const start = format === 'esm' ? 'consume' : 'module.exports.consume'
  const path = join(consumer, `runtime.${extension}`)
  await writeFile(
    path,
    `${code}\n${start}(process.env).then((steps) => console.log(JSON.stringify(steps)))\n`,
  )

  const output = await runOrThrow(process.execPath, [...flags, path], {
    cwd: consumer,
    env: { url: api.url, token: api.token },
  }).finally(() => api.close())

  expect(JSON.parse(output)).toEqual(consumerSteps)
})
