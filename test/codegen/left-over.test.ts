import { execFile } from 'node:child_process'
import { copyFile, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { generateApi } from '../../src/codegen/index.js'
import { temporaryFolder } from './project.js'

describe('a generated file that is left over', () => {
  it('fails the check and is removed, where it is ours', async () => {
    await using folder = await temporaryFolder()
    const options = { source: 'openapi.json', name: 'api', out: folder.path }
    await generateApi(options)
    const stale = join(folder.path, 'stale.gen.ts')
    await copyFile(join(folder.path, 'client.gen.ts'), stale)
    await writeFile(join(folder.path, 'routes.gen.ts'), '// by another generator')

    expect((await generateApi({ ...options, check: true })).differences).toEqual([stale])
    await generateApi(options)
    expect((await generateApi({ ...options, check: true })).differences).toEqual([])
    expect(await readdir(folder.path)).toContain('routes.gen.ts')
    expect(await readdir(folder.path)).not.toContain('stale.gen.ts')
  })

  it("fails this repository's check, wherever it is", async () => {
    await using repository = await temporaryFolder()
    const { path } = repository
    for (const name of ['openapi.json', 'package.json', 'src', 'scripts', 'docs/sdk', 'docs/cli'])
      await cp(name, join(path, name), { recursive: true })
    await symlink(resolve('node_modules'), join(path, 'node_modules'))
    const stale = ['src/apis/stale.gen.ts', 'src/apis/access-token/stale.gen.ts', 'src/apis/old/stale.gen.ts']
    await mkdir(join(path, 'src/apis/old'))
    for (const file of stale) await writeFile(join(path, file), '')

    const args = [resolve('node_modules/tsx/dist/cli.mjs'), 'scripts/generate.ts', '--check']
    const error = await promisify(execFile)(process.execPath, args, { cwd: path }).catch((reason) => reason)

    expect(error).toMatchObject({ code: 1 })
    expect(error.stderr.match(/\S+\.gen\.ts/g).sort()).toEqual(stale.sort())
  })
})
