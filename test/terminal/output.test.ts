import { expect, test } from 'vitest'
import { json, recordingServer } from '../cli/recording-server.js'
import { epilot, openScreen } from './screen.js'

const token = 'token-of-the-terminal-test'
const esc = '\u001b'

async function list(
  answer: Parameters<typeof recordingServer>[0],
  options: { env?: Record<string, string>; flags?: string } = {},
) {
  const server = await recordingServer(answer)
  const env = { EPILOT_SERVER: server.url, EPILOT_TOKEN: token, ...options.env }
  return openScreen(epilot(`access-token listAccessTokens ${options.flags ?? ''}`), env)
}

test('a terminal gets coloured, indented JSON', async () => {
  const screen = await list(() => json([{ id: 'a', count: 1, gone: null }]))

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(await screen.shows('"id": "a",')).toMatch(/^ {4}"count": 1,$/m)
  expect(await screen.raw()).toContain(`${esc}[36m"id"${esc}[39m: ${esc}[32m"a"${esc}[39m`)
})

test('help has colours on a terminal', async () => {
  const screen = await openScreen(epilot('--help'))

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(await screen.raw()).toContain(`${esc}[1mUsage`)
})

test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('with %j there is no escape byte', async (env) => {
  const screen = await list(() => json([{ id: 'a' }]), { env, flags: '-i -v' })

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  await screen.shows('"id": "a"')
  expect(await screen.raw()).not.toContain(esc)
})

test('control characters of the server do not reach the terminal', async () => {
  const hostile = `${esc}]0;title\u0007${esc}[2J\u009b31m\u0008x`
  const screen = await list(
    () => ({
      status: 400,
      headers: { 'content-type': 'application/json', 'x-a': 'b' },
      body: JSON.stringify({ error: hostile }),
    }),
    { flags: '-i', env: { NO_COLOR: '1' } },
  )

  expect(await screen.ends()).toEqual({ code: 4, restored: true })
  expect(await screen.raw()).not.toMatch(/[^\P{Cc}\r\n\t]/u)
})

test('text of the server loses control characters on a terminal', async () => {
  const screen = await list(() => json(`${esc}[31mred\u009b0m`), { env: { NO_COLOR: '1' } })

  expect(await screen.ends()).toMatchObject({ code: 0 })
  expect(await screen.raw()).not.toMatch(/[^\P{Cc}\r\n\t]/u)
})

test('a call of more than half a second shows that it is under way, and nothing of it stays', async () => {
  const screen = await list(() => ({ ...json([]), delay: 2500 }))

  await screen.shows(/listAccessTokens \d\.\d s/)

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(await screen.shows('[]')).not.toMatch(/listAccessTokens \d/)
})

test('a short call shows no such thing', async () => {
  const screen = await list(() => json([]))

  expect(await screen.ends()).toMatchObject({ code: 0 })
  expect(await screen.raw()).not.toContain(' s')
})

test('Ctrl-C during a call ends with 130 and a restored terminal', async () => {
  const screen = await list(() => undefined)

  await screen.shows(/listAccessTokens \d\.\d s/)
  await screen.press('C-c')

  expect(await screen.ends()).toEqual({ code: 130, restored: true })
})
