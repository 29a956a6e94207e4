import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { useLocalApi } from './local-api.js'

const api = useLocalApi()

/** An unsigned JWT: what it says is all that is read here. */
const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
const inAnHour = Math.floor(Date.now() / 1000) + 3600
const token = jwt({ exp: inAnHour, org_id: '911510', user_id: '10006129' })

async function home() {
  const folder = await temporaryFolder()
  const path = (name: string) => join(folder, 'epilot', name)
  return {
    env: { XDG_CONFIG_HOME: folder },
    path,
    read: async (name: string) => JSON.parse(await readFile(path(name), 'utf8')) as Record<string, unknown>,
    write: async (name: string, text: string) => {
      await mkdir(join(folder, 'epilot'), { recursive: true })
      await writeFile(path(name), text)
    },
    mode: async (name: string) => (await stat(path(name))).mode & 0o777,
  }
}

test('login stores the token with what its claims say, for its owner alone', async () => {
  const { env, read, mode } = await home()

  const { code, stdout, stderr } = await epilot(['auth', 'login', '--with-token'], {
    env,
    stdin: `${token}\n`,
  })

  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).not.toContain(token)
  expect(await read('credentials.json')).toEqual({
    token,
    org_id: '911510',
    user_id: '10006129',
    expires_at: new Date(inAnHour * 1000).toISOString(),
  })
  expect([await mode(''), await mode('credentials.json')]).toEqual([0o700, 0o600])
})

test('HOME is where the configuration is without XDG_CONFIG_HOME', async () => {
  const folder = await temporaryFolder()

  await epilot(['auth', 'login', '-t', token], { env: { HOME: folder, XDG_CONFIG_HOME: '' } })

  expect(await readdir(join(folder, '.config/epilot'))).toEqual(['credentials.json'])
})

test('a login keeps unknown keys, and closes files that were open to others', async () => {
  const { env, read, write, mode, path } = await home()
  await write('credentials.json', '{"token":"old","name":"Old","refresh_token":"keep me"}')
  await write('profiles.json', '{"profiles":{},"version":2}')
  await chmod(path(''), 0o755)

  await epilot(['auth', 'login', '-t', 'new-token'], { env })

  expect(await read('credentials.json')).toEqual({ refresh_token: 'keep me', token: 'new-token' })
  expect(await read('profiles.json')).toEqual({ profiles: {}, version: 2 })
  expect([await mode(''), await mode('credentials.json'), await mode('profiles.json')]).toEqual([
    0o700, 0o600, 0o600,
  ])
})

test('reading a login closes files that were open to others', async () => {
  const { env, path, write, mode } = await home()
  await write('credentials.json', JSON.stringify({ token }))
  await chmod(path('credentials.json'), 0o644)
  await chmod(path(''), 0o755)

  const { code } = await epilot(['auth', 'status'], { env })

  expect([code, await mode('credentials.json'), await mode('')]).toEqual([0, 0o600, 0o700])
})

test.each<[string, object, string]>([
  ['server that is empty', { server: '' }, 'profile "p" is not an http(s) URL: ""'],
  ['server that is no text', { server: 7 }, 'profile "p" is not an http(s) URL: "7"'],
  [
    'header with a line break',
    { server: 'http://127.0.0.1:1', headers: { 'X-A': 'hush\nX-B: 1' } },
    'The header "x-a" of profile "p" has a character that no header can carry.',
  ],
  [
    'header without a name',
    { server: 'http://127.0.0.1:1', headers: { 'X A': 'hush' } },
    'The header "x a" of profile "p" is not of the form',
  ],
])('a profile with a %s is an error', async (_, profile, told) => {
  const { env, write } = await home()
  await write('profiles.json', JSON.stringify({ profiles: { p: { name: 'p', token, ...profile } } }))

  const { code, stderr } = await epilot(['access-token', 'listAccessTokens', '--profile', 'p'], { env })

  expect(code).toBe(2)
  expect(stderr).toContain(told)
  expect(stderr).not.toContain('hush')
})

test('a file that is a link stays one', async () => {
  const { env, read, write, path } = await home()
  await write('elsewhere.json', '{"token":"old"}')
  await symlink(path('elsewhere.json'), path('credentials.json'))

  await epilot(['auth', 'login', '-t', 'new-token'], { env })

  expect(await read('elsewhere.json')).toEqual({ token: 'new-token' })
})

test.each(['credentials.json', 'profiles.json'])('a corrupt %s is named, and left as it is', async (name) => {
  const { env, write, path } = await home()
  await write(name, '{"token": ')

  const read = await epilot(['auth', 'status'], { env })
  const written = await epilot(
    name === 'credentials.json' ? ['auth', 'login', '-t', token] : ['profile', 'create', 'x', '-t', token],
    { env },
  )

  for (const { code, stderr } of [read, written]) {
    expect(code).toBe(1)
    expect(stderr).toContain(path(name))
    expect(stderr).not.toMatch(/^\s+at /m)
  }
  expect(await readFile(path(name), 'utf8')).toBe('{"token": ')
})

test('status tells source, masked token and expiry', async () => {
  const { env } = await home()
  await epilot(['auth', 'login', '-t', token], { env })

  const text = await epilot(['auth', 'status'], { env })
  const json = await epilot(['auth', 'status', '--json'], { env: { ...env, EPILOT_TOKEN: 'short' } })

  expect(text.code).toBe(0)
  expect(text.stdout).toMatch(
    /Token\s+\*\*\*\*\S{4}\n.*Source\s+stored login\n.*Expires\s+\S+ \(in 59 minutes\)/s,
  )
  expect(text.stdout).not.toContain(token)
  expect(JSON.parse(json.stdout)).toEqual({
    authenticated: true,
    source: 'variable',
    token: '****',
    server: 'https://access-token.sls.epilot.io',
  })
})

test('status is exit code 3 without a token, and with an expired one', async () => {
  const { env } = await home()
  const expired = jwt({ exp: 1_000_000_000 })

  const without = await epilot(['auth', 'status'], { env })
  const late = await epilot(['auth', 'status', '-t', expired], { env })

  expect([without.code, late.code]).toEqual([3, 3])
  expect(without.stderr).toContain('not logged in')
  expect(late.stderr).toContain('expired')
})

test('logout removes what status would have used', async () => {
  const { env, read, write, path } = await home()
  await write('credentials.json', '{"token":"login-token","more":1}')
  await epilot(['profile', 'create', 'a', '-t', 'profile-token', '-s', 'https://a.example'], { env })

  await epilot(['auth', 'logout', '--profile', 'a'], { env })
  expect(await read('profiles.json')).toEqual({ profiles: { a: { name: 'a', server: 'https://a.example' } } })
  expect(await read('credentials.json')).toEqual({ token: 'login-token', more: 1 })

  await epilot(['auth', 'logout'], { env })
  expect(await read('credentials.json')).toEqual({ more: 1 })

  await write('credentials.json', '{"token":"login-token"}')
  await epilot(['auth', 'logout'], { env })
  expect(await readdir(path(''))).toEqual(['profiles.json'])
})

test('logout can not remove a variable, and says so', async () => {
  const { env, read } = await home()
  await epilot(['auth', 'login', '-t', token], { env })

  const { code, stderr } = await epilot(['auth', 'logout'], { env: { ...env, EPILOT_TOKEN: 'some-token' } })

  expect(code).toBe(1)
  expect(stderr).toContain('unset EPILOT_TOKEN')
  expect(await read('credentials.json')).toMatchObject({ token })
})

test('a login under a profile touches that profile alone', async () => {
  const { env, read, write } = await home()
  await write('credentials.json', '{"token":"login-token"}')
  await write(
    'profiles.json',
    '{"profiles":{"a":{"name":"a","headers":{"x":"1"},"extra":true},"b":{"name":"b","token":"b"}}}',
  )

  await epilot(['auth', 'login', '--profile', 'a', '-t', 'token-of-a'], { env })

  expect(await read('credentials.json')).toEqual({ token: 'login-token' })
  expect(await read('profiles.json')).toEqual({
    profiles: {
      a: { name: 'a', headers: { x: '1' }, extra: true, token: 'token-of-a' },
      b: { name: 'b', token: 'b' },
    },
  })
})

test('profiles are created, changed, chosen, listed, shown and deleted', async () => {
  const { env, read } = await home()
  const run = (...args: string[]) => epilot(['profile', ...args], { env })

  await run('create', 'a', '-s', 'https://a.example', '-t', 'token-of-profile-a')
  await run('create', 'a', '-H', 'X-Org: 1')
  await run('create', 'b')
  await run('use', 'a')

  expect(await read('profiles.json')).toEqual({
    profiles: {
      a: { name: 'a', server: 'https://a.example', token: 'token-of-profile-a', headers: { 'x-org': '1' } },
      b: { name: 'b' },
    },
    active: 'a',
  })
  expect(JSON.parse((await run('list', '--json')).stdout)).toEqual([
    { name: 'a', active: true, server: 'https://a.example', token: '****le-a', headers: { 'x-org': '1' } },
    { name: 'b', active: false, headers: {} },
  ])
  expect((await run('show')).stdout).toMatch(
    /Profile +a\n +Server +https:\/\/a\.example\n +Token +\*\*\*\*le-a\n/,
  )
  await run('delete', 'a')
  expect(await read('profiles.json')).toEqual({ profiles: { b: { name: 'b' } } })
})

test.each([['use'], ['show'], ['delete']])(
  'profile %s of an unknown name tells the nearest',
  async (command) => {
    const { env } = await home()
    await epilot(['profile', 'create', 'staging'], { env })

    const { code, stderr } = await epilot(['profile', command, 'stagign'], { env })

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'epilot: There is no profile "stagign". Did you mean staging?\n',
    })
  },
)

test.each(['__proto__', 'a b', '../x', '-x', ''])('%j can not be the name of a profile', async (name) => {
  const { env } = await home()

  const { code } = await epilot(['profile', 'create', '--', name], { env })

  expect(code).toBe(2)
})

test('a profile called constructor is like any other', async () => {
  const { env } = await home()

  const missing = await epilot(['profile', 'show', 'constructor'], { env })
  await epilot(['profile', 'create', 'constructor', '-s', 'https://c.example'], { env })
  const shown = await epilot(['profile', 'show', 'constructor', '--json'], { env })

  expect(missing.code).toBe(2)
  expect(JSON.parse(shown.stdout)).toMatchObject({ name: 'constructor', server: 'https://c.example' })
})

test('a lock left by a process that is gone is taken over', async () => {
  const { env, read, write } = await home()
  await write('.lock', '999999999')

  const { code } = await epilot(['auth', 'login', '-t', 'new-token'], { env })

  expect(code).toBe(0)
  expect(await read('credentials.json')).toEqual({ token: 'new-token' })
})

test('a folder that can not be written is an error that names the file', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'epilot'), 'a file where the folder should be')

  const { code, stderr } = await epilot(['auth', 'login', '-t', token], { env: { XDG_CONFIG_HOME: folder } })

  expect(code).toBe(1)
  expect(stderr).toContain(join(folder, 'epilot'))
})

test('verify prints the claims of a token that is right', async () => {
  const [inUse, given, piped] = await Promise.all([
    epilot(['auth', 'verify', '--json'], { env: api.env }),
    epilot(['auth', 'verify', api.token(), '-s', api.url()]),
    epilot(['auth', 'verify', '-', '-s', api.url()], { stdin: `${api.token()}\n` }),
  ])

  expect(JSON.parse(inUse.stdout)).toMatchObject({ token_type: 'api' })
  expect(JSON.parse(given.stdout)).toEqual(JSON.parse(piped.stdout))
})

test('verify refuses a token that is wrong, exit code 3, and shows nothing of it', async () => {
  const forged = `${api.token().slice(0, -8)}AAAAAAAA`

  const { code, stdout, stderr } = await epilot(['auth', 'verify', forged], { env: api.env })

  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).not.toContain(forged.slice(0, 40))
})

test('verify without keys knows nothing, exit code 6', async () => {
  const { code } = await epilot(['auth', 'verify', api.token(), '-s', 'http://127.0.0.1:1'])

  expect(code).toBe(6)
})
