import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type LocalApi, startLocalApi } from '../dist/local-api.js'
import { run, runOrThrow } from '../dist/process.js'
import { consumerKinds, typeCheck } from '../dist/typescript.js'
import { installExamples, linesUnder, startLines } from './example-lines.js'
import { freePort } from './free-port.js'

const consumer = inject('consumer')
const installed = inject('installed')
const root = fileURLToPath(new URL('../..', import.meta.url))
let api: LocalApi
let folder: string
let env: Record<string, string>
beforeAll(async () => {
  api = await startLocalApi(installed)
  folder = await installExamples({ consumer, installed, name: 'examples' })
  env = { EPILOT_SERVER: api.url, EPILOT_TOKEN: api.token }
})
afterAll(() => api.close())

/** Runs the lines that the README gives for an example, as they stand there. */
const runUnder = async (heading: string): Promise<string> => {
  const [lines = ''] = await linesUnder(heading)
  return runOrThrow('sh', ['-euc', lines], { cwd: folder, env })
}

describe('the examples', () => {
  it('have 5 to 25 lines', async () => {
    const entries = await readdir(join(root, 'examples'), { recursive: true, withFileTypes: true })
    const programs = entries.filter((entry) => entry.isFile() && /\.(ts|sh|html|yaml|json)$/.test(entry.name))
    const lengths = await Promise.all(
      programs.map(async ({ parentPath, name }) => {
        const text = await readFile(join(parentPath, name), 'utf8')
        return { name, lines: text.trimEnd().split('\n').length }
      }),
    )
    expect(lengths.length).toBeGreaterThan(6)
    expect(lengths.filter(({ lines }) => lines < 5 || lines > 25)).toEqual([])
  })

  it('start the local API as their README says', async () => {
    const [lines = ''] = await linesUnder('Set up')
    const emulator = startLines(lines, { cwd: folder, env: {} })
    const said = await emulator.says(/export EPILOT_TOKEN=\S+\n/)
    await emulator.stop()
    expect(said).toMatch(/export EPILOT_SERVER=http:\/\/127\.0\.0\.1:\d+\n/)
  })

  it('script.ts replaces the token of the night before', async () => {
    const first = await runUnder('Script')
    const second = await runUnder('Script')
    const [, id = ''] = /Created (api_\S+)\./.exec(first) ?? []
    expect(second).toContain(`Revoked ${id}.`)
  })

  it('service.ts lets valid tokens in and keeps others out', async () => {
    const port = String(await freePort())
    const [lines = ''] = await linesUnder('Service')
    const service = startLines(lines, { cwd: folder, env: { ...env, PORT: port } })
    try {
      await service.says(/Listening/)
      const call = (token: string): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${token}` } })
      const good = await call(api.token)
      expect(good.status).toBe(200)
      expect(await good.json()).toMatchObject({ assignments: ['123:owner'] })
      expect((await call('no token')).status).toBe(401)
    } finally {
      await service.stop()
    }
  })

  it('rotate-token.sh stores the new token, then revokes the old one', async () => {
    const first = await runUnder('CI job')
    const old = (await readFile(join(folder, 'token.txt'), 'utf8')).trim()
    const second = await runUnder('CI job')
    const current = (await readFile(join(folder, 'token.txt'), 'utf8')).trim()

    expect(second).toMatch(/^Revoked api_/)
    const statusOf = async (token: string): Promise<number> =>
      (await fetch(`${api.url}/v1/access-tokens`, { headers: { authorization: `Bearer ${token}` } })).status
    expect([await statusOf(old), await statusOf(current)]).toEqual([401, 200])
    expect(first + second).not.toContain(current)
  })

  it('rotate-token.sh ends with the exit code of a call that failed, and revokes nothing', async () => {
    const { code, stdout } = await run('sh', ['rotate-token.sh'], {
      cwd: folder,
      env: { ...env, EPILOT_TOKEN: 'expired' },
    })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  })

  it('custom-api generates an API and calls it, with the types of its document', async () => {
    const port = String(await freePort())
    const [mock = '', call = ''] = (await linesUnder('API of your own')).map((lines) =>
      lines.replaceAll('4010', port),
    )
    const emulator = startLines(mock, { cwd: folder, env })
    try {
      await emulator.says(/Entity API is at/)
      expect(await runOrThrow('sh', ['-euc', call], { cwd: folder, env })).toBe('A contact\n')
    } finally {
      await emulator.stop()
    }
    expect(await typeErrors()).toBe('')
  })
})

/** What the compiler finds in the examples and in the API that one of them generated. */
const typeErrors = async (): Promise<string> => {
  const kind = consumerKinds.find(({ name }) => name === 'ESM, nodenext')
  if (!kind) throw new Error('There is no consumer of that kind.')
  const generated = (await readdir(join(folder, 'custom-api/epilot/entity'))).map(
    (name) => `custom-api/epilot/entity/${name}`,
  )
  const names = ['script.ts', 'service.ts', 'browser/main.ts', 'custom-api/main.ts', ...generated]
  const programs = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]),
  )
  const { errors } = await typeCheck({
    consumer,
    kind,
    files: Object.fromEntries(programs),
    compilerOptions: { types: ['node'] },
  })
  return errors
}
