import { once } from 'node:events'
import { expect, test } from 'vitest'
import { epilot, start } from './command.js'
import { json, recordingServer } from './recording-server.js'

const token = 'token-of-the-test-1234'

test.each([
  ['listAccessTokens', []],
  ['revokeAccessToken', ['some-id']],
  ['getAccessTokenJwks', []],
])('an open pipe does not hang %s', async (operation, args) => {
  const server = await recordingServer(() => json({}))

  const { code } = await epilot(['access-token', operation, ...args, '-s', server.url, '-t', token], {
    stdin: null,
  })

  expect(code).toBe(0)
})

test('an open pipe does not hang a call whose body is in -d', async () => {
  const server = await recordingServer(() => json({}))

  const { code } = await epilot(
    ['access-token', 'createAccessToken', '-d', '{"name":"x"}', '-s', server.url, '-t', token],
    { stdin: null },
  )

  expect(code).toBe(0)
})

test('stdin is read to its end, however slowly it comes', async () => {
  const server = await recordingServer(() => json({}, 201))
  const child = start(['access-token', 'createAccessToken', '-s', server.url, '-t', token], { stdin: null })
  for (const part of ['{"name":', '"slow', ' one"}']) {
    await new Promise((resolve) => setTimeout(resolve, 400))
    child.stdin?.write(part)
  }
  expect(server.requests).toEqual([])
  child.stdin?.end()

  const [code] = await once(child, 'close')

  expect(code).toBe(0)
  expect(server.requests[0]?.body.toString()).toBe('{"name":"slow one"}')
})

test('a body of 5 MB from stdin is sent byte for byte', async () => {
  const server = await recordingServer(() => json({}, 201))
  const body = Buffer.from(`{"name":"${'ü'.repeat(2_500_000)}"}`)

  const { code } = await epilot(['access-token', 'createAccessToken', '-s', server.url, '-t', token], {
    stdin: body,
  })

  expect(code).toBe(0)
  expect(server.requests[0]?.body.equals(body)).toBe(true)
})

test.each([
  ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'is not UTF-8'],
  ['marked with a byte order mark', Buffer.from('\ufeff{"name":"x"}'), 'byte order mark'],
])('a body that is %s is refused', async (_, stdin, told) => {
  const { code, stderr } = await epilot(['access-token', 'createAccessToken', '-t', token], { stdin })

  expect(code).toBe(2)
  expect(stderr).toContain(told)
})

test('piped data is the body even where a token is missing: nobody is asked', async () => {
  const { code, stderr } = await epilot(['access-token', 'createAccessToken'], { stdin: '{"name":"x"}' })

  expect(code).toBe(3)
  expect(stderr).toContain('epilot auth login')
})

test.each([
  ['api, without a token_type', '{"name":"x"}', 0],
  ['api', '{"name":"x","token_type":"api","expires_in":"10h"}', 0],
  ['journey without its id', '{"name":"x","token_type":"journey"}', 2],
  ['journey', '{"name":"x","token_type":"journey","journey_id":"j"}', 0],
  ['portal with another kind of id', '{"name":"x","token_type":"portal","journey_id":"j"}', 2],
  ['assume with a lifetime', '{"name":"x","token_type":"assume","expires_in":60}', 2],
  ['a lifetime that is too short', '{"name":"x","expires_in":1}', 2],
  ['an unknown type', '{"name":"x","token_type":"apo"}', 2],
  ['no object', '[]', 2],
])('a body is held against the variant it names: %s', async (_, body, exitCode) => {
  const server = await recordingServer(() => json({}, 201))

  const { code } = await epilot([
    'access-token',
    'createAccessToken',
    '-s',
    server.url,
    '-t',
    token,
    '-d',
    body,
  ])

  expect(code).toBe(exitCode)
  expect(server.requests).toHaveLength(exitCode === 0 ? 1 : 0)
})
