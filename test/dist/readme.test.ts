import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type LocalApi, startLocalApi } from './local-api.js'
import { run } from './process.js'
import { snippetsOf, toJavaScript, withoutTopLevelAwait } from './snippets.js'
import { consumerKinds, typeCheck } from './typescript.js'

const consumer = inject('consumer')
const installed = inject('installed')

const readme = await readFile(join(installed, 'README.md'), 'utf8')
const programs = snippetsOf(readme).filter(({ language }) => language === 'ts')

/** What each snippet prints against the local API. */
const printed = [/^api_\w{21}$/m, /not found|no .*token|unknown|revoked/i, /^true$/m]

let api: LocalApi
beforeAll(async () => {
  api = await startLocalApi(installed)
  const pointSDK = "epilot.server(process.env.LOCAL_API ?? '')"
  await writeFile(join(consumer, 'local.mjs'), `import { epilot } from '@epilot/sdk'\n${pointSDK}\n`)
  await writeFile(join(consumer, 'local.cjs'), `const { epilot } = require('@epilot/sdk')\n${pointSDK}\n`)
})
afterAll(() => api.close())

describe("the README's snippets", () => {
  it('are three', () => {
    expect(programs).toHaveLength(3)
  })

  it.each(consumerKinds.filter(({ name }) => !name.includes('node16')))(
    'type-check as $name',
    async (kind) => {
      const files = Object.fromEntries(
        programs.map(({ code, line }) => [
          `line-${line}.ts`,
          kind.type === 'module' ? code : withoutTopLevelAwait(code),
        ]),
      )
      const { errors } = await typeCheck({ consumer, kind, files, compilerOptions: { types: ['node'] } })
      expect(errors).toBe('')
    },
  )

  it.each([
    { format: 'esm', extension: 'mjs', flags: ['--import', './local.mjs'] },
    {
      format: 'cjs',
      extension: 'cjs',
      flags: ['--no-experimental-require-module', '--require', './local.cjs'],
    },
  ] as const)('run against the local API as $format', async ({ format, extension, flags }) => {
    for (const [index, { code, line }] of programs.entries()) {
      const path = join(consumer, `line-${line}.${extension}`)
      await writeFile(path, await toJavaScript(code, format))
      const {
        code: exitCode,
        stdout,
        stderr,
      } = await run(process.execPath, [...flags, path], {
        cwd: consumer,
        env: { LOCAL_API: api.url, EPILOT_TOKEN: api.token },
      })
      expect(exitCode, `snippet in line ${line}:\n${stderr}`).toBe(0)
      expect(stdout).toMatch(printed[index] as RegExp)
    }
  })
})
