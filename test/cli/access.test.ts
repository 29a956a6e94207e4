import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { json, recordingServer } from './recording-server.js'

const list = ['access-token', 'listAccessTokens']

/** A configuration folder with a stored login and profiles. */
async function configured(options: {
  login?: string
  active?: string
  profiles?: Record<string, object>
}): Promise<Record<string, string>> {
  const { login, active, profiles = {} } = options
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'epilot'))
  if (login) await writeFile(join(folder, 'epilot/credentials.json'), JSON.stringify({ token: login }))
  const entries = Object.entries(profiles).map(([name, profile]) => [name, { name, ...profile }])
  await writeFile(
    join(folder, 'epilot/profiles.json'),
    JSON.stringify({ profiles: Object.fromEntries(entries), ...(active && { active }) }),
  )
  return { XDG_CONFIG_HOME: folder }
}

const profiles = { a: { token: 'token-of-profile-a' }, b: { token: 'token-of-profile-b' }, bare: {} }
const keyed = { keyed: { headers: { Authorization: 'Bearer token-of-the-header' } } }
const everything = { login: 'token-of-the-login', active: 'a', profiles }

/** What is set, beside the server; and the token that is sent, or the exit code. */
const tokens: [
  string,
  string[],
  Record<string, string>,
  Parameters<typeof configured>[0],
  string | number,
][] = [
  [
    '--token',
    ['-t', 'token-of-the-flag', '--profile', 'b'],
    { EPILOT_TOKEN: 'x' },
    everything,
    'token-of-the-flag',
  ],
  [
    '--profile',
    ['--profile', 'b'],
    { EPILOT_TOKEN: 'x', EPILOT_PROFILE: 'a' },
    everything,
    'token-of-profile-b',
  ],
  [
    'EPILOT_TOKEN',
    [],
    { EPILOT_TOKEN: 'token-of-variable', EPILOT_PROFILE: 'b' },
    everything,
    'token-of-variable',
  ],
  ['EPILOT_PROFILE', [], { EPILOT_PROFILE: 'b' }, everything, 'token-of-profile-b'],
  ['the active profile', [], {}, everything, 'token-of-profile-a'],
  ['the stored login', [], {}, { login: 'token-of-the-login' }, 'token-of-the-login'],
  [
    '--token before the Authorization header of a profile',
    ['-t', 'token-of-the-flag', '--profile', 'keyed'],
    {},
    { profiles: keyed },
    'token-of-the-flag',
  ],
  [
    'the Authorization header of --profile before EPILOT_TOKEN',
    ['--profile', 'keyed'],
    { EPILOT_TOKEN: 'token-of-variable' },
    { profiles: keyed },
    'token-of-the-header',
  ],
  [
    'EPILOT_TOKEN before the Authorization header of the active profile',
    [],
    { EPILOT_TOKEN: 'token-of-variable' },
    { profiles: keyed, active: 'keyed' },
    'token-of-variable',
  ],
  [
    'the Authorization header of the active profile before the stored login',
    [],
    {},
    { profiles: keyed, active: 'keyed', login: 'token-of-the-login' },
    'token-of-the-header',
  ],
  ['no token', [], {}, {}, 3],
  ['a profile without a token', ['--profile', 'bare'], {}, everything, 3],
  ['a profile in EPILOT_PROFILE without a token', [], { EPILOT_PROFILE: 'bare' }, everything, 3],
  ['an active profile without a token', [], {}, { ...everything, active: 'bare' }, 3],
]

test.each(tokens)('token: %s', async (_, flags, variables, config, expected) => {
  const server = await recordingServer()
  const env = { ...(await configured(config)), ...variables }

  const { code } = await epilot([...list, '-s', server.url, ...flags], { env })

  const sent = server.requests[0]?.headers.authorization
  expect(sent ? sent.replace('Bearer ', '') : code).toBe(expected)
})

test('server: -s, --profile, EPILOT_SERVER, other profile', async () => {
  const [flag, ofFlagProfile, variable, ofProfile] = await Promise.all(
    [1, 2, 3, 4].map(() => recordingServer()),
  )
  const env = {
    ...(await configured({
      active: 'active',
      profiles: {
        chosen: { server: ofFlagProfile?.url, token: 'some-token' },
        active: { server: ofProfile?.url, token: 'some-token' },
      },
    })),
  }
  const withVariable = { ...env, EPILOT_SERVER: variable?.url ?? '' }

  await epilot([...list, '-s', flag?.url ?? '', '--profile', 'chosen'], { env: withVariable })
  await epilot([...list, '--profile', 'chosen'], { env: withVariable })
  await epilot(list, { env: withVariable })
  await epilot(list, { env })

  expect([flag, ofFlagProfile, variable, ofProfile].map((server) => server?.requests.length)).toEqual([
    1, 1, 1, 1,
  ])
})

test('the document names the server where nothing else does', async () => {
  const { stdout } = await epilot([...list, '--dry-run', '-t', 'some-token'])

  expect(stdout).toContain('https://access-token.sls.epilot.io/v1/access-tokens')
})

const document = (url: string) =>
  json({
    openapi: '3.0.3',
    info: { title: 'Elsewhere', version: '1' },
    servers: [{ url }],
    security: [{ Bearer: [] }],
    components: { securitySchemes: { Bearer: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/private': { get: { operationId: 'getPrivate', responses: {} } },
      '/public': { get: { operationId: 'getPublic', security: [], responses: {} } },
    },
  }).body as string

const kept: [string, Record<string, string>, Parameters<typeof configured>[0]][] = [
  ['EPILOT_TOKEN', { EPILOT_TOKEN: 'token-of-variable' }, {}],
  ['a stored login', {}, { login: 'token-of-the-login' }],
  [
    "a profile's token",
    { EPILOT_PROFILE: 'a' },
    { profiles: { a: { token: 'x-token', headers: { 'x-key': 'y' } } } },
  ],
]

test.each(kept)('a --definition elsewhere does not get %s', async (_, variables, config) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'a.json'), document('https://api.elsewhere.example'))
  const env = { ...(await configured(config)), ...variables }

  const { code, stdout, stderr } = await epilot(['--definition', 'a.json', 'getPrivate'], {
    cwd: folder,
    env,
  })

  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toContain('api.elsewhere.example')
})

test.each([
  ['a look-alike', 'https://epilot.io.evil.example'],
  ['a suffix', 'https://evilepilot.io'],
  ['plain http', 'http://access-token.sls.epilot.io'],
  ['a name that only starts like loopback', 'https://127.0.0.1.evil.example'],
])('a kept token does not go to %s of epilot', async (_, url) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'a.json'), document(url))

  const { code, stderr } = await epilot(['--definition', 'a.json', 'getPrivate', '--dry-run'], {
    cwd: folder,
    env: { EPILOT_TOKEN: 'token-of-variable' },
  })

  expect(code).toBe(3)
  expect(stderr).toContain(new URL(url).host)
})

test.each([
  ['https on *.epilot.io', 'https://entity.sls.epilot.io', []],
  ['this machine', 'http://127.0.0.1:1', []],
  ['a server that -s names', 'https://elsewhere.example', ['-s', 'https://other.example']],
])('a kept token goes to %s', async (_, url, flags) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'a.json'), document(url))

  const { stdout } = await epilot(['--definition', 'a.json', 'getPrivate', '--dry-run', ...flags], {
    cwd: folder,
    env: { EPILOT_TOKEN: 'token-of-variable' },
  })

  expect(stdout).toContain('Bearer ****able')
})

test('the --token of a command goes where its --definition points', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'a.json'), document('https://elsewhere.example'))

  const { stdout } = await epilot(
    ['--definition', 'a.json', 'getPrivate', '--dry-run', '-t', 'token-for-this-one'],
    {
      cwd: folder,
    },
  )

  expect(stdout).toContain('Bearer ****-one')
})

test('public operations send no token and ask for none', async () => {
  const server = await recordingServer(() => json({}))
  const env = {
    ...(await configured({
      active: 'a',
      profiles: { a: { token: 'x', headers: { authorization: 'Bearer y' } } },
    })),
    EPILOT_TOKEN: 'token-of-variable',
  }

  const one = await epilot(['access-token', 'getAccessTokenJwks', '-s', server.url, '-t', 'some-token'], {
    env,
  })
  const two = await epilot(['access-token', 'getAccessTokenJwks', '-s', server.url])

  expect([one.code, two.code]).toEqual([0, 0])
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
})

test('an Authorization header of the user wins, and no token is needed', async () => {
  const server = await recordingServer()

  await epilot([...list, '-s', server.url, '-H', 'Authorization: Basic abc'])
  await epilot([...list, '-s', server.url, '-H', 'authorization: Basic abc', '-t', 'some-token'])

  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Basic abc', 'Basic abc'])
})

test('nothing in the working directory changes server or document', async () => {
  const folder = await temporaryFolder()
  for (const name of ['openapi.json', 'epilot.config.json', '.env', '.epilotrc', 'profiles.json']) {
    await writeFile(join(folder, name), 'EPILOT_SERVER=http://127.0.0.1:1')
  }

  const { code, stdout } = await epilot([...list, '--dry-run', '-t', 'some-token'], { cwd: folder })

  expect(code).toBe(0)
  expect(stdout).toContain('https://access-token.sls.epilot.io/v1/access-tokens')
})
