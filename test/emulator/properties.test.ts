import fc from 'fast-check'
import { expect, test } from 'vitest'
import { call, TOKENS, useEmulator } from './api.js'

const emulator = useEmulator()

const REFUSED = (status: number) => ({ status, error: expect.stringMatching(/./) })

/** Bodies near the right one: its names, with any value. */
const nearBody = fc.record(
  {
    name: fc.oneof(fc.string(), fc.jsonValue()),
    token_type: fc.oneof(fc.constantFrom('api', 'journey', 'portal', 'assume', 'app'), fc.jsonValue()),
    journey_id: fc.oneof(fc.string(), fc.jsonValue()),
    portal_id: fc.oneof(fc.string(), fc.jsonValue()),
    assignments: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
    expires_in: fc.oneof(fc.integer(), fc.stringMatching(/^\d{1,4} ?[a-z]{1,6}$/), fc.jsonValue()),
  },
  { requiredKeys: [] },
)

test('any JSON body mints a token or is refused with reasons', { timeout: 60_000 }, async () => {
  const property = fc.asyncProperty(fc.oneof(fc.jsonValue(), nearBody), async (body) => {
    const answer = await call(emulator.current, `POST ${TOKENS}`, { body: JSON.stringify(body) })
    if (answer.status === 201)
      expect(answer.body).toMatchObject({ ...(body as object), token: expect.any(String) })
    else expect(answer).toMatchObject({ status: 400, body: REFUSED(400) })
  })

  await fc.assert(property, { numRuns: 300 })
})

test('any text as body is refused', async () => {
  const property = fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (body) => {
    const { status, body: answer } = await call(emulator.current, `POST ${TOKENS}`, { body })
    expect({ status, answer }).toEqual({ status: 400, answer: REFUSED(400) })
  })

  await fc.assert(property, { numRuns: 100 })
})

test('any path and query are answered with a documented status', { timeout: 60_000 }, async () => {
  const path = fc.oneof(
    fc.webPath(),
    fc.webSegment().map((id) => `${TOKENS}/${id}`),
    fc.webQueryParameters().map((query) => `${TOKENS}?${query}`),
  )
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH')
  const property = fc.asyncProperty(method, path, async (verb, target) => {
    const { status, body } = await call(emulator.current, `${verb} ${target}`)
    expect([200, 400, 404, 405]).toContain(status)
    if (status !== 200) expect(body).toEqual(REFUSED(status))
  })

  await fc.assert(property, { numRuns: 300 })
})

test('any bearer token but a minted one is refused', async () => {
  const part = fc.oneof(
    fc.base64String(),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
  )
  const token = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))
  const property = fc.asyncProperty(token, async (one) => {
    const { status, body } = await call(emulator.current, `GET ${TOKENS}`, { token: one })
    expect({ status, body }).toEqual({ status: 401, body: REFUSED(401) })
  })

  await fc.assert(property, { numRuns: 200 })
})
