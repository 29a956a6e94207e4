import { expect, test } from 'vitest'
import { call, claimsOf, DAY, TOKENS, useEmulator } from './api.js'

const NOW = Date.parse('2026-11-22T12:00:00.900Z')
const emulator = useEmulator({ now: () => NOW })

const create = (body: Record<string, unknown>) => call(emulator.current, `POST ${TOKENS}`, { body })

test('createAccessToken answers 201 with the token and its item', async () => {
  const { status, body } = await create({
    name: 'Postman Access Token',
    token_type: 'api',
    assignments: ['123:owner'],
    expires_in: 3600,
  })

  expect(status).toBe(201)
  expect(body).toEqual({
    token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
    id: expect.stringMatching(/^api_[0-9A-Za-z]{21}$/),
    created_at: '2026-11-22T12:00:00.900Z',
    name: 'Postman Access Token',
    token_type: 'api',
    assignments: ['123:owner'],
  })
})

test('a body without token_type mints an api token with the roles of the caller', async () => {
  const { body } = await create({ name: 'Script' })

  expect(body).toMatchObject({ token_type: 'api', assignments: ['123:owner'] })
})

test.each([
  ['api', {}, 365 * DAY],
  ['assume', {}, 7 * DAY],
  ['app', {}, 7 * DAY],
  ['journey', { journey_id: 'j1' }, 7 * DAY],
  ['portal', { portal_id: 'END_CUSTOMER_PORTAL' }, 7 * DAY],
])(
  'a token of type %s lives as long as its type may when nothing else is asked',
  async (token_type, more, seconds) => {
    const { body } = await create({ name: 'x', token_type, ...more })

    const { iat, exp, ...claims } = claimsOf(body.token)
    expect(Number(exp) - Number(iat)).toBe(seconds)
    expect(iat).toBe(Math.floor(NOW / 1000))
    expect(body.id).toMatch(new RegExp(`^${token_type}_[0-9A-Za-z]{21}$`))
    expect(claims).toMatchObject({ token_type, token_id: body.id, sub: expect.any(String), ...more })
  },
)

test.each([
  [30, 30],
  [31_536_000, 365 * DAY],
  ['30000ms', 30],
  ['30000 milliseconds', 30],
  ['45.5s', 45],
  ['90 secs', 90],
  ['2m', 120],
  ['3 mins', 180],
  ['10h', 10 * 3600],
  ['2 hrs', 2 * 3600],
  ['7d', 7 * DAY],
  ['2 days', 2 * DAY],
  ['1.5 w', 10.5 * DAY],
  ['2mo', 60 * DAY],
  ['3 months', 90 * DAY],
  ['1y', 365 * DAY],
  ['1 year', 365 * DAY],
])('expires_in %j is %i seconds', async (expires_in, seconds) => {
  const { body } = await create({ name: 'x', expires_in })

  const { iat, exp } = claimsOf(body.token)
  expect(Number(exp) - Number(iat)).toBe(seconds)
})

test('an unfiltered list hides what the system made, a filter shows just what it names', async () => {
  for (const token_type of ['assume', 'app']) await create({ name: 'x', token_type })
  await create({ name: 'x', token_type: 'journey', journey_id: 'j1' })
  const typesOf = async (query: string) => {
    const { body } = await call(emulator.current, `GET ${TOKENS}${query}`)
    return [...new Set(body.map((item: { token_type: string }) => item.token_type))].sort()
  }

  expect(await typesOf('')).toEqual(['api', 'journey', 'portal'])
  expect(await typesOf('?token_type=assume')).toEqual(['assume'])
  expect(await typesOf('?token_type=app&token_type=journey')).toEqual(['app', 'journey'])
})

test('a list shows no secret', async () => {
  const { body } = await call(emulator.current, `GET ${TOKENS}`)

  expect(JSON.stringify(body)).not.toContain('eyJ')
})

test('a call sets the day its token was last used', async () => {
  const { body: created } = await create({ name: 'x' })
  const itemOf = async () => {
    const { body } = await call(emulator.current, `GET ${TOKENS}`)
    return body.find((item: { id: string }) => item.id === created.id)
  }

  expect(await itemOf()).not.toHaveProperty('last_used')
  await call(emulator.current, `GET ${TOKENS}`, { token: created.token })
  expect(await itemOf()).toMatchObject({ last_used: '2026-11-22' })
})

test('revokeAccessToken answers with the item, a second time with 404', async () => {
  const { body: created } = await create({ name: 'x' })

  const first = await call(emulator.current, `DELETE ${TOKENS}/${created.id}`)
  const second = await call(emulator.current, `DELETE ${TOKENS}/${created.id}`)

  expect(first).toMatchObject({ status: 200, body: { id: created.id, name: 'x' } })
  expect(second.status).toBe(404)
  expect(second.body).toEqual({ status: 404, error: expect.stringContaining(created.id) })
})

test.each(['api_5ZugdRXasLfWBypHi93Fk', '123e4567-e89b-12d3-a456-426614174000'])(
  'the id %s of the samples can be revoked',
  async (id) => {
    const { status } = await call(emulator.current, `DELETE ${TOKENS}/${id}`)

    expect(status).toBe(200)
  },
)
