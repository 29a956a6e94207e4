import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../cli/command.js'
import { json, type RecordingServer, recordingServer } from '../cli/recording-server.js'
import { epilot, openScreen, type Screen } from './screen.js'

const token = 'token-of-the-terminal-test'

async function open(
  line: string,
  env: Record<string, string> = {},
): Promise<{ screen: Screen; server: RecordingServer }> {
  const server = await recordingServer(() => json({ id: 'answered' }))
  const screen = await openScreen(epilot(line), { EPILOT_SERVER: server.url, EPILOT_TOKEN: token, ...env })
  return { screen, server }
}

test('an operation is picked by typing, its parameter asked for, its deletion confirmed', async () => {
  const { screen, server } = await open('access-token')

  expect(await screen.shows('which operation?')).toContain('getPublicTokenOIDC')
  await screen.type('revo')
  expect(await screen.shows('1 match')).not.toContain('listAccessTokens')
  await screen.press('Enter')
  await screen.shows('such as api_5ZugdRXasLfWBypHi93Fk')
  await screen.type('00123')
  await screen.press('Enter')
  await screen.shows('revokeAccessToken 00123 at 127.0.0.1')
  expect(server.requests).toEqual([])
  await screen.press('y')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'DELETE /v1/access-tokens/00123',
  ])
  await screen.shows('"id": "answered"')
})

test('a deletion that is not confirmed is not sent', async () => {
  const { screen, server } = await open('access-token revokeAccessToken some-id')

  await screen.shows('some-id at 127.0.0.1')
  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 1, restored: true })
  await screen.shows('Nothing was sent.')
  expect(server.requests).toEqual([])
})

test.each(['--yes', '--no-interactive'])('%s deletes without a question', async (flag) => {
  const { screen, server } = await open(`access-token revokeAccessToken some-id ${flag}`)

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests).toHaveLength(1)
})

test('a parameter that is wrong is asked for again', async () => {
  const { screen, server } = await open('access-token revokeAccessToken --yes')

  await screen.shows('such as')
  await screen.type('..')
  await screen.press('Enter')
  await screen.shows('must not be ".."')
  await screen.press('C-u')
  await screen.type('fine')
  await screen.press('Enter')

  expect(await screen.ends()).toMatchObject({ code: 0 })
  expect(server.requests[0]?.url).toBe('/v1/access-tokens/fine')
})

test('--guided asks for every parameter', async () => {
  const { screen, server } = await open('access-token listAccessTokens --guided')

  await screen.shows('token_type (optional)')
  await screen.press('Space', 'Down', 'Down', 'Space', 'Enter')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests[0]?.url).toBe('/v1/access-tokens?token_type=api&token_type=portal')
})

test('a missing token is asked for, and not shown', async () => {
  const server = await recordingServer()
  const screen = await openScreen(epilot('access-token listAccessTokens'), { EPILOT_SERVER: server.url })

  await screen.shows('Access token for 127.0.0.1')
  await screen.type(token)
  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${token}`)
  expect(await screen.raw()).not.toContain(token)
})

test('auth login asks for the token, and does not show it', async () => {
  const screen = await openScreen(`${epilot('auth login')} && ${epilot('auth status')}`)

  await screen.shows('Access token')
  await screen.type(token)
  await screen.press('Enter')
  await screen.shows('stored login')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(await screen.raw()).not.toContain(token)
  await screen.shows('****test')
})

test('piped data is the body, and never an answer to a question', async () => {
  const server = await recordingServer()
  const screen = await openScreen(`echo '{"name":"x"}' | ${epilot('access-token createAccessToken')}`, {
    EPILOT_SERVER: server.url,
  })

  expect(await screen.ends()).toEqual({ code: 3, restored: true })
  await screen.shows('needs a token')
})

const questions: [string, string, string][] = [
  ['the picker', 'access-token', 'which operation?'],
  ['a parameter', 'access-token revokeAccessToken', 'such as'],
  ['a list', 'access-token listAccessTokens --guided', 'token_type (optional)'],
  ['a confirmation', 'access-token revokeAccessToken some-id', 'some-id at'],
  ['the choice of a body', 'access-token createAccessToken', 'token_type: which one?'],
  ['the hidden prompt', 'auth login', 'Access token'],
]

test.each(questions)('Ctrl-C at %s ends with 130 and a restored terminal', async (_, line, question) => {
  const { screen, server } = await open(line)

  await screen.shows(question)
  await screen.press('C-c')

  expect(await screen.ends()).toEqual({ code: 130, restored: true })
  expect(server.requests).toEqual([])
})

test('a signal at a question leaves the cursor shown', async () => {
  const screen = await openScreen(`bash -c "(sleep 3; kill -INT \\$\\$) & exec ${epilot('auth login')}"`)

  await screen.shows('Access token')

  expect(await screen.ends()).toMatchObject({ code: 130 })
  const raw = await screen.raw()
  expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'))
})

test.each(questions)('NO_COLOR asks at %s without a single escape byte', async (_, line, question) => {
  const { screen } = await open(line, { NO_COLOR: '1' })

  await screen.shows(question)
  await screen.press('C-c')

  expect(await screen.ends()).toEqual({ code: 130, restored: true })
  expect(await screen.raw()).not.toContain('\u001b')
})

test('with NO_COLOR a call is made by numbers and lines', async () => {
  const { screen, server } = await open('access-token', { NO_COLOR: '1' })

  await screen.shows('(number or name)')
  await screen.type('9')
  await screen.press('Enter')
  await screen.shows('Type one of the numbers')
  await screen.type('3')
  await screen.press('Enter')
  await screen.shows('such as')
  await screen.type('some-id')
  await screen.press('Enter')
  await screen.shows('(y/N)')
  await screen.type('y')
  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests.map(({ url }) => url)).toEqual(['/v1/access-tokens/some-id'])
  expect(await screen.raw()).not.toContain('\u001b')
})

test('a dumb terminal is asked line by line, and deletes nothing without being asked', async () => {
  const { screen, server } = await open('access-token revokeAccessToken some-id', { TERM: 'dumb' })

  await screen.shows('some-id at 127.0.0.1')
  await screen.type('n')
  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 1, restored: true })
  expect(server.requests).toEqual([])
  expect(await screen.raw()).not.toContain('\u001b')
})

test('a dumb terminal has no editor but what EDITOR names', async () => {
  const { screen, server } = await open('access-token createAccessToken', {
    TERM: 'dumb',
    VISUAL: 'vi',
    EDITOR: '',
  })

  await screen.shows('(number or name)')
  await screen.type('1')
  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 2, restored: true })
  await screen.shows('EDITOR is not set')
  expect(server.requests).toEqual([])
})

test.each<Record<string, string>>([{ NO_COLOR: '1' }, {}])(
  'escape sequences of a document are not part of a question: %j',
  async (env) => {
    const folder = await temporaryFolder()
    const title = 'T\u001b]0;owned\u0007\u001b[31mRED'
    const parameter = (name: string, schema: object) => ({ name, in: 'query', required: true, schema })
    const get = {
      operationId: 'evil',
      security: [],
      parameters: [
        parameter('one\u001b[35m', { type: 'string', enum: ['x\u001b[35my'] }),
        parameter('two\u001b[35m', { type: 'string', example: 'e\u001b[35m' }),
      ],
      responses: { 200: { description: 'OK' } },
    }
    const document = { openapi: '3.0.3', info: { title, version: '1' }, paths: { '/evil': { get } } }
    await writeFile(join(folder, 'evil.json'), JSON.stringify(document))
    const { screen } = await open(`--definition ${join(folder, 'evil.json')}`, env)

    for (const question of ['TRED: which operation?', 'one', 'two']) {
      await screen.shows(question)
      await screen.type(question === 'two' ? '' : env.NO_COLOR ? '1' : '')
      await screen.press(question === 'two' ? 'C-c' : 'Enter')
    }

    expect(await screen.ends()).toEqual({ code: 130, restored: true })
    const raw = await screen.raw()
    for (const sequence of ['\u001b]0;owned', '\u001b[35m']) expect(raw).not.toContain(sequence)
  },
)
