import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type LocalApi, startLocalApi } from '../dist/local-api.js'
import { run, runOrThrow } from '../dist/process.js'
import { toJavaScript } from '../dist/snippets.js'
import { consumerKinds, typeCheck } from '../dist/typescript.js'
import { freePort } from './free-port.js'

const consumer = inject('consumer')
const installed = inject('installed')
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(consumer, 'examples')
const cli = join(installed, 'dist/cli/index.js')

const textOf = (name: string): Promise<string> => readFile(join(root, 'examples', name), 'utf8')

/** Turns an example into JavaScript beside it, and gives its path. */
const compiled = async (name: string): Promise<string> => {
  const path = join(folder, name.replace(/\.ts$/, '.mjs'))
  await writeFile(path, await toJavaScript(await textOf(name), 'esm'))
  return path
}

const firstOutput = async (child: ChildProcessWithoutNullStreams): Promise<string> => {
  const [text] = await once(child.stdout, 'data')
  return String(text)
}

let api: LocalApi
let env: Record<string, string>
beforeAll(async () => {
  api = await startLocalApi(installed)
  env = {
    EPILOT_SERVER: api.url,
    EPILOT_TOKEN: api.token,
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
  }
  await cp(join(root, 'examples'), folder, { recursive: true })
  await mkdir(join(folder, 'bin'))
  await writeFile(join(folder, 'bin/epilot'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`)
  await chmod(join(folder, 'bin/epilot'), 0o755)
  // What `epilot generate` needs beside the package.
  await mkdir(join(folder, 'node_modules'))
  for (const name of ['openapi-typescript', 'typescript'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  await runOrThrow('epilot', ['generate'], { cwd: join(folder, 'custom-api'), env })
})
afterAll(() => api.close())

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

  it('type-check against the packed package', async () => {
    const kind = consumerKinds.find(({ name }) => name === 'ESM, nodenext')
    if (!kind) throw new Error('There is no consumer of that kind.')
    const generated = join(folder, 'custom-api/epilot/entity')
    const names = ['script.ts', 'service.ts', 'browser/main.ts', 'custom-api/main.ts']
    const programs = await Promise.all(names.map(async (name) => [name, await textOf(name)] as const))
    const entry = await Promise.all(
      (await readdir(generated)).map(
        async (name) =>
          [`custom-api/epilot/entity/${name}`, await readFile(join(generated, name), 'utf8')] as const,
      ),
    )
    const { errors } = await typeCheck({
      consumer,
      kind,
      files: Object.fromEntries([...programs, ...entry]),
      compilerOptions: { types: ['node'] },
    })
    expect(errors).toBe('')
  })

  it('script.ts replaces the token of the night before', async () => {
    const script = await compiled('script.ts')
    const first = await runOrThrow(process.execPath, [script], { cwd: folder, env })
    const second = await runOrThrow(process.execPath, [script], { cwd: folder, env })
    const [, id = ''] = /Created (api_\S+)\./.exec(first) ?? []
    expect(second).toContain(`Revoked ${id}.`)
  })

  it('service.ts lets valid tokens in and keeps others out', async () => {
    const port = String(await freePort())
    const child = spawn(process.execPath, [await compiled('service.ts')], {
      cwd: folder,
      env: { ...process.env, ...env, PORT: port },
    })
    try {
      expect(await firstOutput(child)).toContain('Listening')
      const call = (token: string): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${token}` } })
      const good = await call(api.token)
      expect(good.status).toBe(200)
      expect(await good.json()).toMatchObject({ assignments: ['123:owner'] })
      expect((await call('no token')).status).toBe(401)
    } finally {
      child.kill()
    }
  })

  it('rotate-token.sh stores the new token, then revokes the old one', async () => {
    const rotate = (): ReturnType<typeof run> => run('bash', ['rotate-token.sh'], { cwd: folder, env })
    const first = await rotate()
    const old = (await readFile(join(folder, 'token.txt'), 'utf8')).trim()
    const second = await rotate()
    const current = (await readFile(join(folder, 'token.txt'), 'utf8')).trim()

    expect([first.code, second.code], first.stderr + second.stderr).toEqual([0, 0])
    expect(second.stdout).toMatch(/^Revoked api_/)
    const statusOf = async (token: string): Promise<number> =>
      (await fetch(`${api.url}/v1/access-tokens`, { headers: { authorization: `Bearer ${token}` } })).status
    expect([await statusOf(old), await statusOf(current)]).toEqual([401, 200])
    expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain(current)
  })

  it('custom-api generates an API and calls it', async () => {
    const emulator = spawn('epilot', ['emulator', '--definition', 'entity.yaml', '--json'], {
      cwd: join(folder, 'custom-api'),
      env: { ...process.env, ...env },
    })
    try {
      const { url } = JSON.parse(await firstOutput(emulator)) as { url: string }
      const generated = join(folder, 'custom-api/epilot/entity')
      for (const name of await readdir(generated)) {
        const code = await readFile(join(generated, name), 'utf8')
        await writeFile(join(generated, name.replace(/\.ts$/, '.js')), await toJavaScript(code, 'esm'))
      }
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
      const main = await compiled('custom-api/main.ts')
      const stdout = await runOrThrow(process.execPath, [main], {
        cwd: folder,
        env: { ...env, EPILOT_SERVER: url },
      })
      expect(stdout).toBe('A contact\n')
    } finally {
      emulator.kill()
    }
  })
})
