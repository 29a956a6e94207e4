import { expect, test } from 'vitest'
import { call, TOKENS, useEmulator } from './api.js'

const emulator = useEmulator()

test.each<[body: unknown, error: string]>([
  [{}, "body must have required property 'name'"],
  [[], 'body must be object'],
  ['null', 'body must be object'],
  ['"name"', 'body must be object'],
  ['{"name":', 'body must be JSON; it does not parse'],
  ['', 'body is missing; createAccessToken needs one of type application/json'],
  [{ name: 5 }, 'body/name must be string'],
  [{ name: 'x', foo: 1 }, 'body must not have the property "foo"'],
  ['{"name":"x","__proto__":{"token_type":"app"}}', 'body must not have the property "__proto__"'],
  [{ name: 'x', token_type: 'journey' }, "body must have required property 'journey_id'"],
  [{ name: 'x', token_type: 'portal' }, "body must have required property 'portal_id'"],
  [{ name: 'x', journey_id: 'j1' }, 'body must not have the property "journey_id"'],
  [{ name: 'x', token_type: 'assume', expires_in: 60 }, 'body must not have the property "expires_in"'],
  [
    { token_type: 'journey', name: 1, assignments: [] },
    'body must have required property \'journey_id\'; body must not have the property "assignments"; body/name must be string',
  ],
  [
    { name: 'x', token_type: 'user' },
    'body/token_type must be one of "api", "journey", "portal", "assume", "app"',
  ],
  [{ name: 'x', assignments: ['123:owner', 5] }, 'body/assignments/1 must be string'],
  [{ name: 'x', expires_in: true }, 'body/expires_in must be integer or string'],
  [{ name: 'x', expires_in: 29 }, 'body/expires_in must be >= 30'],
  [{ name: 'x', expires_in: 31_536_001 }, 'body/expires_in must be <= 31536000'],
  [{ name: 'x', expires_in: '29s' }, 'body/expires_in must be at least 30 seconds'],
  [{ name: 'x', expires_in: '366d' }, 'body/expires_in must be at most 365 days for a token of type api'],
  [
    { name: 'x', expires_in: '999999999999y' },
    'body/expires_in must be at most 365 days for a token of type api',
  ],
  [{ name: 'x', token_type: 'app', expires_in: 604_801 }, 'body/expires_in must be <= 604800'],
  [
    { name: 'x', token_type: 'app', expires_in: '8d' },
    'body/expires_in must be at most 7 days for a token of type app',
  ],
])('createAccessToken with the body %j answers 400', async (body, error) => {
  const answer = await call(emulator.current, `POST ${TOKENS}`, { body })

  expect(answer.body).toEqual({ status: 400, error })
  expect(answer.status).toBe(400)
})

test.each(['5 parsecs', '-1h', '10', '', '1e9s', ' 5h', '5h\n', '1'.repeat(100_000)])(
  'expires_in %j is no duration',
  async (expires_in) => {
    const { body } = await call(emulator.current, `POST ${TOKENS}`, { body: { name: 'x', expires_in } })

    expect(body).toEqual({
      status: 400,
      error: expect.stringContaining('body/expires_in must match pattern'),
    })
  },
)

test.each([
  ['text/plain', 'body must be of type application/json, not "text/plain"'],
  ['application/jsonx', 'body must be of type application/json, not "application/jsonx"'],
])('a body of type %s answers 400', async (type, error) => {
  const headers = { 'content-type': type }

  const { body } = await call(emulator.current, `POST ${TOKENS}`, { body: { name: 'x' }, headers })

  expect(body).toEqual({ status: 400, error })
})

test('a charset beside the content type changes nothing', async () => {
  const headers = { 'content-type': 'Application/JSON; charset=utf-8' }

  const { status } = await call(emulator.current, `POST ${TOKENS}`, { body: { name: 'x' }, headers })

  expect(status).toBe(201)
})

test.each([
  ['?token_type=nope', 'query/token_type/0 must be one of "api", "journey", "portal", "assume", "app"'],
  ['?token_type=', 'query/token_type/0 must be one of "api", "journey", "portal", "assume", "app"'],
  ['?token_type=api,app', 'query/token_type/0 must be one of "api", "journey", "portal", "assume", "app"'],
  ['?token_type[]=api', 'query must not have the parameter "token_type[]"; known: token_type'],
  ['?limit=5', 'query must not have the parameter "limit"; known: token_type'],
  ['?__proto__=5', 'query must not have the parameter "__proto__"; known: token_type'],
])('listAccessTokens with %s answers 400', async (query, error) => {
  const { status, body } = await call(emulator.current, `GET ${TOKENS}${query}`)

  expect({ status, body }).toEqual({ status: 400, body: { status: 400, error } })
})

test('every problem of a request is in one answer, ten at most by name', async () => {
  const { body } = await call(emulator.current, `POST ${TOKENS}`, {
    body: { name: 'x', assignments: Array.from({ length: 1000 }, () => 1) },
  })

  expect(body.error).toMatch(/^body\/assignments\/0 must be string; .*; and \d+ more$/)
  expect(body.error.length).toBeLessThan(600)
})

test('a body over the limit answers 413, with its length declared and without', async () => {
  const url = emulator.current.url + TOKENS
  const headers = { authorization: `Bearer ${emulator.current.token}`, 'content-type': 'application/json' }
  const chunk = new Uint8Array(1_000_000).fill(32)
  let sent = 0
  const stream = new ReadableStream({
    pull: (controller) => (sent++ < 11 ? controller.enqueue(chunk) : controller.close()),
  })

  const declared = await fetch(url, { method: 'POST', headers, body: ' '.repeat(10_000_001) })
  const init = { method: 'POST', headers, body: stream, duplex: 'half' }
  const chunked = await fetch(url, init)

  for (const response of [declared, chunked])
    expect(await response.json()).toEqual({ status: 413, error: 'body must have at most 10000000 bytes' })
})

test('deeply nested JSON is refused like any other', async () => {
  const body = `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`

  const answer = await call(emulator.current, `POST ${TOKENS}`, { body })

  expect(answer.status).toBe(400)
})

test('a malformed percent-encoding in a path answers 400', async () => {
  const { status, body } = await call(emulator.current, `DELETE ${TOKENS}/%zz`)

  expect({ status, body }).toMatchObject({ status: 400, body: { status: 400 } })
})

test('an id that no token has answers 404, and is quoted short and on one line', async () => {
  const { body } = await call(emulator.current, `DELETE ${TOKENS}/${'a'.repeat(3000)}%0A%1B`)

  expect(body).toEqual({ status: 404, error: expect.stringMatching(/^There is no access token "a{80}…"/) })
})
