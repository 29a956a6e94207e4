import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { epilot, start, temporaryFolder } from './command.js'
import { pets, petsFolder } from './pets.js'
import { recordingServer } from './recording-server.js'

/** Peers come from the working copy, as they would from the user's project. */
async function project(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'node_modules'))
  const { symlink } = await import('node:fs/promises')
  const modules = new URL('../../node_modules', import.meta.url).pathname
  for (const name of ['openapi-typescript', 'typescript']) {
    await symlink(join(modules, name), join(folder, 'node_modules', name))
  }
  await writeFile(join(folder, 'pets.yaml'), pets('https://pets.example'))
  return folder
}

test('epilot generate writes an API, and --check tells what differs', async () => {
  const folder = await project()
  const generate = (...args: string[]) =>
    epilot(['generate', 'pets.yaml', '--name', 'pets', '--out', 'src/pets', ...args], { cwd: folder })

  const missing = await generate('--check')
  const written = await generate()
  const same = await generate('--check')
  await writeFile(join(folder, 'src/pets/index.gen.ts'), '// changed')
  const changed = await generate('--check')

  expect(written.stderr).toContain('index.gen.ts')
  expect([missing.code, written.code, same.code, changed.code]).toEqual([1, 0, 0, 1])
  expect(changed.stderr).toContain('index.gen.ts is missing or differs')
  expect(await readdir(join(folder, 'src/pets'))).toContain('client.gen.ts')
})

test('epilot generate reads epilot.config.json without arguments', async () => {
  const folder = await project()
  await writeFile(join(folder, 'epilot.config.json'), '{"out":"src/epilot","apis":{"pets":"pets.yaml"}}')

  const { code } = await epilot(['generate'], { cwd: folder })

  expect(code).toBe(0)
  expect(await readFile(join(folder, 'src/epilot/pets/index.gen.ts'), 'utf8')).toContain("name: 'pets'")
})

test.each<[string, string[], string]>([
  ['a name', ['pets.yaml', '--out', 'x'], '--name is missing'],
  ['a folder', ['pets.yaml', '--name', 'pets'], '--out is missing'],
  ['a configuration', [], 'epilot.config.json'],
  ['a name that an SDK can have', ['pets.yaml', '--out', 'x', '--name', 'authorize'], 'authorize'],
  ['a document', ['none.yaml', '--out', 'x', '--name', 'pets'], 'none.yaml'],
])('epilot generate without %s is exit code 2', async (_, args, told) => {
  const folder = await project()

  const { code, stderr } = await epilot(['generate', ...args], { cwd: folder })

  expect(code).toBe(2)
  expect(stderr).toContain(told)
  expect(await readdir(folder)).toEqual(['node_modules', 'pets.yaml'])
})

test('epilot generate without openapi-typescript says what to install, exit code 2', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'pets.yaml'), pets('https://pets.example'))

  const { code, stderr } = await epilot(['generate', 'pets.yaml', '--name', 'pets', '--out', 'x'], {
    cwd: folder,
  })

  expect(code).toBe(2)
  expect(stderr).toMatch(/^epilot: .*npm i -D openapi-typescript/)
  expect(await readdir(folder)).toEqual(['pets.yaml'])
})

async function started(args: string[], cwd: string) {
  const child = start(['emulator', '--json', ...args], { cwd, stdin: null })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { child, ...(JSON.parse(line.toString()) as { url: string; token?: string }) }
}

test('epilot emulator starts the Access Token API, and Ctrl-C ends it', async () => {
  const { child, url, token = '' } = await started([], '/')

  const { code } = await epilot(['access-token', 'listAccessTokens', '-s', url, '-t', token])
  child.kill('SIGINT')
  const [ended] = await once(child, 'close')

  expect([code, ended]).toEqual([0, 130])
})

test('epilot emulator --definition answers for any document', async () => {
  const { folder } = await petsFolder()
  const { url } = await started(['--definition', 'pets.yaml'], folder)
  const call = ['--definition', 'pets.yaml', '-s', url, '-t', 'any']

  const fine = await epilot([...call, 'getPet', '1'], { cwd: folder })

  expect(fine.code).toBe(0)
})

test.each([
  ['a port that is none', ['--port', 'http']],
  ['a port out of range', ['--port', '70000']],
])('epilot emulator refuses %s', async (_, args) => {
  expect((await epilot(['emulator', ...args])).code).toBe(2)
})

test('epilot emulator says when the port is taken', async () => {
  const server = await recordingServer()

  const { code, stderr } = await epilot(['emulator', '--port', new URL(server.url).port])

  expect(code).toBe(2)
  expect(stderr).toContain('is in use')
})
