import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'epilot-logins-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Runs the command line with a token on stdin; gives its exit code and stderr. */
const epilot = async (args: string[], token: string) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/index.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.end(`${token}\n`)
  const [code] = (await once(child, 'close')) as [number]
  return { code, stderr }
}

test('processes that store logins at once lose none', async () => {
  const names = ['one', 'two', 'three', 'four', 'five', 'six']

  const results = await Promise.all([
    ...names.map((name) => epilot(['profile', 'create', name, '--with-token'], `token-of-${name}`)),
    epilot(['auth', 'login', '--with-token'], 'token-of-the-login'),
  ])

  expect(results.map(({ code, stderr }) => (code ? stderr : code))).toEqual(results.map(() => 0))
  const { profiles } = JSON.parse(await readFile(join(home, 'epilot', 'profiles.json'), 'utf8')) as {
    profiles: Record<string, { token: string }>
  }
  expect(Object.fromEntries(names.map((name) => [name, profiles[name]?.token]))).toEqual(
    Object.fromEntries(names.map((name) => [name, `token-of-${name}`])),
  )
  const login = JSON.parse(await readFile(join(home, 'epilot', 'credentials.json'), 'utf8')) as {
    token: string
  }
  expect(login.token).toBe('token-of-the-login')
}, 60_000)
