import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import document from '../../openapi.json' with { type: 'json' }
import { type CallOptions, call, TOKENS, useEmulator } from './api.js'

const emulator = useEmulator()

const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: fullFormats })
ajv.addSchema(document, 'document')

/** Validates against the very document, by its own references. */
const validatorOf = ({ path, method, status }: { path: string; method: string; status: number }) => {
  const responses = Object.entries(document.paths).find(([name]) => name === path)?.[1] as Record<
    string,
    Documented
  >
  const response = responses[method]?.responses[status]
  if (!response) throw new Error(`${method} ${path} documents no ${status}`)
  const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
  const pointer = response.$ref ?? `#/paths/${escaped}/${method}/responses/${status}`
  return ajv.compile({ $ref: `document${pointer}/content/application~1json/schema` })
}

interface Documented {
  responses: Record<string, { $ref?: string } | undefined>
}

const ITEM = `${TOKENS}/{id}`

const CASES: [
  path: string,
  method: string,
  status: number,
  target: `${string} ${string}`,
  options?: CallOptions,
][] = [
  [TOKENS, 'post', 201, `POST ${TOKENS}`, { body: { name: 'x', expires_in: '2 days' } }],
  [TOKENS, 'post', 201, `POST ${TOKENS}`, { body: { name: 'x', token_type: 'journey', journey_id: 'j1' } }],
  [TOKENS, 'post', 201, `POST ${TOKENS}`, { body: { name: 'x', token_type: 'portal', portal_id: 'p1' } }],
  [TOKENS, 'post', 400, `POST ${TOKENS}`, { body: {} }],
  [TOKENS, 'post', 401, `POST ${TOKENS}`, { body: { name: 'x' }, token: 'x' }],
  [TOKENS, 'get', 200, `GET ${TOKENS}`],
  [TOKENS, 'get', 200, `GET ${TOKENS}?token_type=portal`],
  [TOKENS, 'get', 400, `GET ${TOKENS}?token_type=x`],
  [TOKENS, 'get', 401, `GET ${TOKENS}`, { token: null }],
  [ITEM, 'delete', 200, `DELETE ${TOKENS}/api_5ZugdRXasLfWBypHi93Fk`],
  [ITEM, 'delete', 400, `DELETE ${TOKENS}/%ff`],
  [ITEM, 'delete', 401, `DELETE ${TOKENS}/x`, { token: null }],
  [ITEM, 'delete', 404, `DELETE ${TOKENS}/x`],
  ...['/.well-known/jwks.json', '/.well-known/openid-configuration'].flatMap((path) =>
    [TOKENS + path, `${TOKENS}/public${path}`].map((full): (typeof CASES)[number] => [
      full,
      'get',
      200,
      `GET ${full}`,
      { token: null },
    ]),
  ),
]

test.each(CASES)('%s %s %i is as the document says: %s %j', async (path, method, status, target, options) => {
  const validate = validatorOf({ path, method, status })

  const answer = await call(emulator.current, target, options)

  expect(answer.status).toBe(status)
  validate(answer.body)
  expect(validate.errors ?? []).toEqual([])
  if (status >= 400) expect(answer.body).toEqual({ status, error: expect.any(String) })
})

test.each(['get', 'post', 'delete'])('a public token gets the documented 403 from %s', async (method) => {
  const { body } = await call(emulator.current, `POST ${TOKENS}`, {
    body: { name: 'x', token_type: 'journey', journey_id: 'j1' },
  })
  const path = method === 'delete' ? ITEM : TOKENS
  const validate = validatorOf({ path, method, status: 403 })

  const answer = await call(emulator.current, `${method.toUpperCase()} ${path.replace('{id}', 'x')}`, {
    token: body.token,
  })

  expect(answer.status).toBe(403)
  expect(validate(answer.body)).toBe(true)
})

const { schemas } = document.components
const lifetimes = [
  { type: 'api', body: schemas.AccessTokenParameters.example, expiresIn: schemas.ExpiresIn },
  ...[schemas.JourneyTokenParameters, schemas.PortalTokenParameters, schemas.AppTokenParameters].map(
    ({ example, properties }) => ({
      type: example.token_type,
      body: example,
      expiresIn: properties.expires_in,
    }),
  ),
]

test.each(lifetimes)(
  'a token of type $type lives as long as the document says',
  async ({ body, expiresIn }) => {
    const longest = Number(expiresIn.oneOf[0]?.maximum)
    const lifetime = async (expires_in?: number | string): Promise<number | undefined> => {
      const answer = await call(emulator.current, `POST ${TOKENS}`, { body: { ...body, expires_in } })
      if (answer.status !== 201) return undefined
      const { iat = 0, exp = 0 } = decodeJwt(answer.body.token)
      return exp - iat
    }

    expect(await lifetime()).toBe(expiresIn.default)
    expect(await lifetime(longest)).toBe(longest)
    expect(await lifetime(longest + 1)).toBeUndefined()
    expect(await lifetime(`${longest} s`)).toBe(longest)
    expect(await lifetime(`${longest + 1} s`)).toBeUndefined()
  },
)
