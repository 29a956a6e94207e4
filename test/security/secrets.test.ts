import { inspect } from 'node:util'
import axios, { type AxiosRequestConfig } from 'axios'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorize, createClient } from '../../src/apis/access-token/index.gen.js'
import type { OperationMethod } from '../../src/core/index.js'
import { createSDK, isApiError } from '../../src/index.js'
import { faults } from '../faults/catalogue.js'
import { type FaultServer, type Respond, startFaultServer } from '../faults/server.js'
import { apiFromDocument, responses } from '../wire/document.js'

/** A secret that no one's real one can be: JWT-shaped and opaque. */
const jwt = [
  Buffer.from('{"alg":"RS256","kid":"k1"}').toString('base64url'),
  Buffer.from('{"sub":"someone","token_id":"api_XyZ123456789"}').toString('base64url'),
  'c2lnbmF0dXJlLXRoYXQtbm9ib2R5LXNob3VsZC1zZWU_-Q',
].join('.')
const opaque = 'opaque/Zq8+vK2=rT5nW&9xB%3c'
const secrets = {
  jwt,
  opaque,
  authorization: 'callers-own-authorization-6b1f',
  cookie: 'callers-session-cookie-93ad',
  apiKey: 'callers-api-key-77e0',
  body: 'client-secret-in-a-body-51cc',
}

/** Every way an error, client, SDK or handle becomes text. */
function renderings(value: unknown): string[] {
  const texts: (() => unknown)[] = [
    () => String(value),
    () => `${value}`,
    () => JSON.stringify(value),
    () => inspect(value),
    () => inspect(value, { depth: null }),
    () => inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    () => inspect({ nested: [value] }, { depth: 20, showHidden: true, compact: false }),
    () => inspect(new Map([['error', value]]), { depth: 20, showHidden: true, getters: false }),
    () => inspect(value, { depth: null, showHidden: true, showProxy: true }),
  ]
  if (value instanceof Error) {
    texts.push(
      () => value.message,
      () => value.stack,
      () => JSON.stringify((value as { toJSON?: () => unknown }).toJSON?.()),
      () => inspect((value as { toJSON?: () => unknown }).toJSON?.(), { depth: null, showHidden: true }),
      () => inspect(new Error('wrapped', { cause: value }), { depth: null, showHidden: true }),
      () => inspect(new AggregateError([value]), { depth: null, showHidden: true }),
      () => JSON.stringify({ ...value }),
    )
  }
  return texts.map((render) => String(render() ?? ''))
}

/** A secret as it may stand in a text: plain, base64 (whatever precedes it), URL-encoded. */
function forms(secret: string): string[] {
  const shifted = [0, 1, 2].flatMap((shift) =>
    (['base64', 'base64url'] as const).map((encoding) =>
      // The ends depend on what stands beside the secret.
      Buffer.from('x'.repeat(shift) + secret)
        .toString(encoding)
        .slice(4, -4),
    ),
  )
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      encodeURI(secret),
      JSON.stringify(secret).slice(1, -1),
      ...shifted,
    ]),
  ]
}

const wanted = Object.entries(secrets).flatMap(([name, secret]) =>
  forms(secret).map((form) => ({ name, form })),
)

let scanned = 0
/** Names of the secrets that a value shows, with the text around them. */
function leaks(value: unknown): string[] {
  return renderings(value).flatMap((text) => {
    scanned += 1
    return wanted.flatMap(({ name, form }) => {
      const at = text.indexOf(form)
      return at < 0 ? [] : [`${name}: …${text.slice(Math.max(0, at - 60), at + 20)}…`]
    })
  })
}

let server: FaultServer
beforeAll(async () => {
  server = await startFaultServer()
})
afterAll(async () => {
  await server.close()
  console.log(
    `secret scan: ${scanned} renderings searched for ${wanted.length} forms of ${Object.keys(secrets).length} secrets`,
  )
})

const options = (url: string, token: string | (() => string | Promise<string>) = jwt) => ({
  server: url,
  token,
  timeout: 150,
  retry: { maxRetries: 1, baseDelay: 1, maxDelay: 2, maxRetryAfter: 10, deadline: 1_000 },
})
const own = {
  headers: {
    cookie: `session=${secrets.cookie}; theme=dark`,
    'x-api-key': secrets.apiKey,
  },
}

const caught = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  return undefined
}

/** Repeats all that the request said, in every place an answer has. */
const echo =
  (status: number, type = 'application/json'): Respond =>
  ({ request, response }) => {
    const said = `${request.headers.authorization} ${request.headers.cookie} ${request.headers['x-api-key']}`
    response.writeHead(status, `Refused ${request.headers.authorization ?? ''}`, {
      'content-type': type,
      'x-request-id': `id-${request.headers.authorization ?? ''}`,
      'set-cookie': `session=${secrets.cookie}`,
      'x-echo': said,
    })
    const body = {
      status,
      error: `not allowed with ${said}, url ${request.url}`,
      token: opaque,
      access_token: opaque,
      client_secret: secrets.body,
      nested: { token: jwt, list: [said] },
    }
    response.end(
      type.includes('json') ? JSON.stringify(body) : `<p>token=${opaque} ${JSON.stringify(body)}</p>`,
    )
  }

describe('errors show no secret', () => {
  test('whatever the server does', async () => {
    const found: string[] = []
    const run = async (respond: Respond, name: string) => {
      for (const token of [jwt, opaque]) {
        const { url } = server.arm(respond)
        const client = createClient(options(url, token))
        const errors = await Promise.all([
          caught(client.listAccessTokens(null, undefined, own)),
          caught(client.createAccessToken(null, { name: secrets.body, token: opaque } as never, own)),
          caught(createSDK(options(url, token)).accessToken.revokeAccessToken('x', undefined, own)),
        ])
        for (const error of errors) {
          found.push(
            ...leaks(error)
              .filter((leak) => !leak.startsWith('body:'))
              .map((leak) => `${name} · ${leak}`),
          )
        }
      }
    }
    const queue = [...faults]
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        for (let fault = queue.shift(); fault; fault = queue.shift()) await run(fault.respond, fault.name)
      }),
    )
    expect(found).toEqual([])
  }, 60_000)

  for (const type of ['application/json', 'text/html', 'text/plain']) {
    for (const status of [200, 302, 400, 401, 500]) {
      test(`when ${status} ${type} echoes the request`, async () => {
        const { url } = server.arm(echo(status, type))
        for (const token of [jwt, opaque]) {
          const client = createClient(options(url, token))
          for (const error of [
            await caught(client.listAccessTokens(null, undefined, own)),
            await caught(client.createAccessToken(null, { name: 'n' }, own)),
          ]) {
            expect(leaks(error)).toEqual([])
          }
        }
      })
    }
  }

  test("when the caller's own authorization header is echoed", async () => {
    const { url } = server.arm(echo(403))
    for (const authorization of [
      `Bearer ${secrets.authorization}`,
      secrets.authorization,
      `Basic ${Buffer.from(`user:${secrets.authorization}`).toString('base64')}`,
      `ApiKey  ${secrets.authorization}`,
    ]) {
      const error = await caught(
        createClient(options(url)).listAccessTokens(null, undefined, {
          headers: { Authorization: authorization },
        }),
      )
      expect(isApiError(error)).toBe(true)
      expect(leaks(error)).toEqual([])
    }
  })

  test("when axios's own auth option is used", async () => {
    const { url } = server.arm(echo(403))
    const error = await caught(
      createClient({ ...options(url), token: undefined as never }).listAccessTokens(null, undefined, {
        auth: { username: 'user', password: secrets.authorization },
      }),
    )
    expect(leaks(error)).toEqual([])
  })

  test('when SDK headers, client headers and defaults hold them', async () => {
    const { url } = server.arm(echo(403))
    const sdk = createSDK({ ...options(url), headers: { cookie: secrets.cookie } })
    sdk.headers({ 'x-api-key': secrets.apiKey })
    const client = await sdk.accessToken.createClient({ headers: { 'x-client-token': secrets.body } })
    client.defaults.headers.common.authorization = `Bearer ${secrets.authorization}`
    for (const error of [
      await caught(sdk.accessToken.listAccessTokens()),
      await caught(client.listAccessTokens()),
    ]) {
      expect(isApiError(error)).toBe(true)
      expect(leaks(error)).toEqual([])
    }
  })

  test('when a request body holds them', async () => {
    for (const respond of [echo(400), () => {}]) {
      const { url } = server.arm(respond)
      const error = await caught(
        createClient(options(url)).createAccessToken(null, {
          name: 'n',
          token: opaque,
          access_token: jwt,
          client_secret: secrets.body,
        } as never),
      )
      expect(leaks(error)).toEqual([])
    }
  })

  test('when the URL holds them', async () => {
    const { url } = server.arm(({ response, request }) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: `bad request to ${request.url}` }))
    })
    for (const parameters of [
      { token: opaque },
      { access_token: opaque },
      { client_secret: secrets.body },
      { anything: jwt },
    ]) {
      const error = await caught(createClient(options(url)).listAccessTokens(parameters as never))
      expect(leaks(error)).toEqual([])
    }
  })

  test("when the server's message holds someone else's", async () => {
    const said = [
      `token ${jwt} is revoked`,
      `{"token":"${opaque}"}`,
      `access_token=${encodeURIComponent(opaque)}&x=1`,
      `client_secret: ${secrets.body}`,
      `"client_secret" : "${secrets.body}"`,
      `Authorization: Bearer ${secrets.authorization}`,
      `authorization=Basic ${Buffer.from(`u:${secrets.authorization}`).toString('base64')}`,
      `Cookie: session=${secrets.cookie}; other=1`,
      `Set-Cookie: session=${secrets.cookie}`,
    ]
    for (const error of said) {
      const { url } = server.arm(({ response }) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
      })
      expect(leaks(await caught(createClient(options(url)).listAccessTokens()))).toEqual([])
    }
  })

  test('when the server writes the token in use in another form', async () => {
    const bytes = Buffer.from(opaque)
    const forms = [opaque, encodeURIComponent(opaque), bytes.toString('base64'), bytes.toString('base64url')]
    for (const form of forms) {
      const { url } = server.arm(({ response }) => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: `not ${form} again` }))
      })
      const error = await caught(createClient(options(url, opaque)).listAccessTokens())
      expect(isApiError(error) && error.message).toMatch(/not \S+ again/)
      expect(leaks(error)).toEqual([])
    }
  })

  test('when one begins like another', async () => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: `not ${opaque} nor ${secrets.body} again` }))
    })
    const client = createClient({
      ...options(url, opaque),
      headers: {
        cookie: `stage=${opaque.slice(0, 8)}`,
        'x-key': secrets.body,
        'x-secret': secrets.body.slice(0, 5),
      },
    })
    const error = await caught(client.listAccessTokens())
    expect(isApiError(error) && error.message).toContain('not *** nor *** again')
  })

  test('when a header has a name that says nothing of what is sent', async () => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: `not ${opaque} nor ${secrets.body}` }))
    })
    const client = createClient({ ...options(url, opaque), headers: { auth: secrets.body } })
    const error = await caught(client.listAccessTokens())
    expect(isApiError(error) && error.message).toContain('not *** nor ***')
  })

  test('when the cut at 500 falls into one', async () => {
    for (let cut = 440; cut <= 500; cut += 4) {
      const { url } = server.arm(({ response }) => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: `${'x'.repeat(cut)} ${jwt} ${opaque}` }))
      })
      const error = await caught(createClient(options(url, opaque)).listAccessTokens())
      for (const text of renderings(error)) {
        for (const secret of [jwt, opaque]) expect(text).not.toContain(secret.slice(0, 12))
      }
    }
  })

  test('when the cut of a long text falls into one, after what is not shown', async () => {
    const { url } = server.arm(({ request, response }) => {
      const error = `${'\n'.repeat(9_985)}${request.headers.authorization?.slice(7)}`
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
    })
    const failure = await caught(createClient(options(url)).listAccessTokens())
    expect(String(failure)).not.toContain(opaque.slice(0, 8))
  })

  test('when control characters stand inside one', async () => {
    const split = (secret: string) => `${secret.slice(0, 20)}\u0000${secret.slice(20)}`
    const { url } = server.arm(({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: `${split(jwt)} ${split(opaque)}` }))
    })
    expect(leaks(await caught(createClient(options(url, opaque)).listAccessTokens()))).toEqual([])
  })

  test('when a redirect carries them', async () => {
    for (const target of [
      `/next?access_token=${encodeURIComponent(opaque)}`,
      `/next#token=${encodeURIComponent(opaque)}`,
      `/next/${jwt}`,
      `https://user:${secrets.authorization}@example.com/`,
    ]) {
      const { url } = server.arm(({ response }) => void response.writeHead(302, { location: target }).end())
      for (const maxRedirects of [0, 3]) {
        const error = await caught(
          createClient(options(url)).listAccessTokens(null, undefined, { maxRedirects }),
        )
        expect(leaks(error)).toEqual([])
      }
    }
  })

  test("when the cause of a refused redirect is looked at, with the caller's own header", async () => {
    const { url } = server.arm(({ response, elsewhere }) => {
      response.writeHead(302, { location: elsewhere }).end()
    })
    const headers = { authorization: `Bearer ${opaque}` }
    const error = await caught(
      createClient({ server: url }).listAccessTokens(null, undefined, { headers, maxRedirects: 2 }),
    )
    for (let cause = error; cause; cause = (cause as Error).cause) expect(leaks(cause)).toEqual([])
  })

  test('when the base URL holds user info', async () => {
    const base = server.arm(echo(400)).url.replace('//', `//user:${secrets.authorization}@`)
    expect(leaks(await caught(createClient(options(base)).listAccessTokens()))).toEqual([])
  })
})

describe('token providers', () => {
  test('that fail with the token in their reason', async () => {
    const { url } = server.arm(() => {})
    const failures: (() => Promise<string>)[] = [
      () => Promise.reject(new Error(`vault refused ${jwt}`)),
      () => Promise.reject(new Error(`vault refused client_secret=${secrets.body}`)),
      () => Promise.reject(new Error('outer', { cause: new Error(`inner ${jwt}`) })),
      () => Promise.reject(Object.assign(new Error('with members'), { token: opaque, access_token: jwt })),
      () => Promise.reject(`plain text ${jwt}`),
      () => Promise.reject({ token: opaque }),
    ]
    for (const provider of failures) {
      const error = await caught(createClient(options(url, provider)).listAccessTokens())
      expect(error).toBeInstanceOf(Error)
      expect(leaks(error)).toEqual([])
    }
  })

  test('that fail with the token that was in use before', async () => {
    const { url } = server.arm(echo(401))
    let asked = 0
    const client = createClient(
      options(url, async () => {
        asked += 1
        if (asked === 1) return opaque
        throw new Error(`refresh of ${opaque} failed`)
      }),
    )
    expect(leaks(await caught(client.listAccessTokens()))).toEqual([])
  })

  test('that fail with an axios error of their own', async () => {
    const { url } = server.arm(echo(400))
    const provider = async () => {
      const { data } = await axios.post<string>(
        `${url}/oauth`,
        { client_secret: secrets.body, token: opaque },
        { headers: { authorization: `Bearer ${secrets.authorization}` } },
      )
      return data
    }
    expect(leaks(await caught(createClient(options(url, provider)).listAccessTokens()))).toEqual([])
  })

  test('that return what no header can hold', async () => {
    const { url } = server.arm(() => {})
    for (const token of [`${opaque}\nsecond`, `${opaque}\u20ac`, `${opaque}\u0000`, ` ${opaque}\r\nx: y`]) {
      const error = await caught(createClient(options(url, token)).listAccessTokens())
      expect(error).toBeInstanceOf(Error)
      expect(leaks(error)).toEqual([])
    }
  })
})

describe('what can not be sent', () => {
  test.each(['line\nbreak', 'new line at the end\n', '日本', 'é'])('a header %j', async (value) => {
    const { url, seen } = server.arm(({ response }) => response.end('[]'))
    const secret = `${secrets.apiKey}${value}`
    const call = createClient(options(url)).listAccessTokens(null, undefined, {
      headers: { 'x-api-key': secret },
    })

    const error = await caught(call)

    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain('x-api-key')
    expect(String(error)).not.toContain(secrets.apiKey)
    expect(() => createClient({ headers: { 'x-api-key': secret } })).toThrow(TypeError)
    expect(seen).toHaveLength(0)
  })

  test('a parameter of header or cookie, whose value may be a credential', async () => {
    const { paths } = apiFromDocument({
      name: 'keyed',
      server: 'http://127.0.0.1:9',
      paths: {
        '/x': {
          get: {
            operationId: 'x',
            parameters: [
              { name: 'X-Key', in: 'header', schema: { type: 'string' } },
              { name: 'session', in: 'cookie', schema: { type: 'string' } },
            ],
            responses,
          },
        },
      },
    }).create() as unknown as { paths: Record<string, Record<string, OperationMethod>> }
    for (const name of ['X-Key', 'session']) {
      const error = await caught(paths['/x']?.get?.({ [name]: `${secrets.apiKey}\n` }) as Promise<unknown>)
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toContain(name)
      expect(String(error)).not.toContain(secrets.apiKey)
    }
  })

  test("a caller's header with a line break", async () => {
    const { url } = server.arm(() => {})
    const error = await caught(
      createClient(options(url)).listAccessTokens(null, undefined, {
        headers: { authorization: `Bearer ${secrets.authorization}\nx` },
      }),
    )
    expect(leaks(error)).toEqual([])
  })

  test('a token over plain http', async () => {
    const error = await caught(createClient(options('http://api.example.com', opaque)).listAccessTokens())
    expect(error).toBeInstanceOf(Error)
    expect(leaks(error)).toEqual([])
  })

  test('a call that is cancelled, times out or is refused', async () => {
    const { url } = server.arm(() => {})
    const client = createClient(options(url, opaque))
    for (const config of [
      { signal: AbortSignal.abort() },
      { signal: AbortSignal.timeout(20) },
      { timeout: 20 },
      { baseURL: 'http://127.0.0.1:1' },
    ]) {
      const error = await caught(client.listAccessTokens(null, undefined, { ...own, ...config }))
      expect(isApiError(error)).toBe(true)
      expect(leaks(error)).toEqual([])
    }
  })

  test('a signal whose reason holds one', async () => {
    const { url } = server.arm(() => {})
    const error = await caught(
      createClient(options(url)).listAccessTokens(null, undefined, {
        signal: AbortSignal.abort(new Error(jwt)),
      }),
    )
    expect(leaks(error)).toEqual([])
  })
})

test.each(['http', 'fetch'])(
  "the config of a call over %s that ends in its body is the caller's, to call again",
  async (adapter) => {
    let isSlow = true
    const { url } = server.arm(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[')
      if (!isSlow) response.end(']')
    })
    const client = createClient({ ...options(url), timeout: 200 })

    const failure = await caught(client.listAccessTokens(null, undefined, { adapter }))
    // axios's fetch adapter changes its error late.
    await new Promise((resolve) => setTimeout(resolve, 50))

    expect(isApiError(failure) && failure.code).toBe('ETIMEDOUT')
    const { config } = failure as { config: AxiosRequestConfig }
    expect(inspect(config, { depth: null, showHidden: true })).not.toContain(opaque)
    isSlow = false
    expect((await client.request({ ...config, timeout: 5_000 })).data).toEqual([])
  },
)

describe('clients, SDKs and handles show no secret', () => {
  test('at any time of their life', async () => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
    })
    const sdk = createSDK({ ...options(url, opaque), headers: { 'x-api-key': secrets.apiKey } })
    sdk.headers({ cookie: secrets.cookie, authorization: `Bearer ${secrets.authorization}` })
    const client = createClient({ ...options(url, jwt), headers: { 'x-api-key': secrets.apiKey } })
    expect([sdk, sdk.accessToken, client].flatMap(leaks)).toEqual([])

    const own = await sdk.accessToken.getClient()
    authorize(own, opaque)
    sdk.authorize(jwt, 'accessToken')
    await Promise.all([own.listAccessTokens(), client.listAccessTokens(), sdk.accessToken.listAccessTokens()])
    expect([sdk, sdk.accessToken, own, client, sdk.interceptors].flatMap(leaks)).toEqual([])
  })

  test("with the user's own client.defaults", async () => {
    const client = createClient()
    client.defaults.headers.common.authorization = `Bearer ${secrets.authorization}`
    client.defaults.headers.common.cookie = secrets.cookie
    client.defaults.headers['x-api-key'] = secrets.apiKey
    client.defaults.auth = { username: 'u', password: secrets.body }
    expect(leaks(client)).toEqual([])
  })
})

describe('what interceptors, hooks and answers show', () => {
  test('an answer holds no token in its config, request or headers', async () => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
    })
    for (const adapter of ['http', 'fetch'] as const) {
      const response = await createClient(options(url, opaque)).listAccessTokens(null, undefined, { adapter })
      expect(leaks(response)).toEqual([])
    }
  })

  test('neither a request interceptor nor onRetry is given the token', async () => {
    const { url } = server.arm(({ response, attempt }) => {
      response.writeHead(attempt === 1 ? 500 : 200, { 'content-type': 'application/json' }).end('[]')
    })
    const given: unknown[] = []
    const client = createClient({
      ...options(url, opaque),
      retry: { baseDelay: 1, onRetry: (event) => given.push(event) },
    })
    client.interceptors.request.use((config) => {
      given.push(config)
      return config
    })
    await client.listAccessTokens()
    expect(given).toHaveLength(2)
    for (const value of given) expect(inspect(value, { depth: null, showHidden: true })).not.toContain(opaque)
  })
})

describe('masking', () => {
  test('is linear-time and bounded, for hostile text', async () => {
    const size = 8 << 20
    const hostile = [
      'eyJ'.repeat(size / 3),
      `eyJ${'a.'.repeat(size / 2)}`,
      'token='.repeat(size / 6),
      `token${' '.repeat(size)}=x`,
      `client_secret${'"'.repeat(size)}`,
      'Authorization: '.repeat(size / 15),
      `token:${'a'.repeat(size)}`,
      'access_token"\\"'.repeat(size / 15),
      '\u0000'.repeat(size),
      'e'.repeat(size),
    ]
    for (const error of hostile) {
      const { url } = server.arm(({ response }) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
      })
      const client = createClient({ server: url, token: opaque, retry: false, timeout: 0 })
      const started = performance.now()
      const failure = await caught(client.listAccessTokens())
      for (const text of renderings(failure)) expect(text.length).toBeLessThan(50_000)
      expect(performance.now() - started).toBeLessThan(4_000)
    }
  }, 60_000)

  test('of an empty user name or password leaves the text as it is', async () => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"name is missing"}')
    })
    for (const auth of [
      { username: '', password: 'some-password' },
      { username: 'some-user', password: '' },
    ]) {
      const failure = await caught(
        createClient({ server: url, retry: false }).listAccessTokens(null, undefined, { auth }),
      )
      expect(isApiError(failure) && failure.message).toBe(
        'listAccessTokens failed: 400 Bad Request: name is missing',
      )
    }
  })

  test.each([
    'https://x.test/?access_token%3Dforeign-value',
    '<token>foreign-value</token>',
    '<client_secret> foreign-value',
    '{\\"token\\" : \\"foreign-value\\"}',
    "Set-Cookie: ['foreign-value']",
  ])('finds what the server says of a secret that it never got: %s', async (text) => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: text }))
    })

    const failure = await caught(createClient(options(url)).listAccessTokens())

    expect(isApiError(failure) && failure.message).toContain('***')
    expect(isApiError(failure) && failure.message).not.toContain('foreign-value')
  })

  test("takes no more than a token's value", async () => {
    const { url } = server.arm(({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: 'bad token: abc, renew it; client_secret=s3cr3t&scope=read' }))
    })
    const failure = await caught(createClient(options(url)).listAccessTokens())
    expect(isApiError(failure) && failure.message).toContain(
      'bad token: ***, renew it; client_secret=***&scope=read',
    )
  })

  test('leaves what is no secret readable', async () => {
    for (const error of [
      'name must not be empty',
      'token_type must be one of api, journey, portal',
      'expires_in is over the maximum of 365 days for api tokens',
      'The token was revoked on 2026-03-01.',
      'assignments: role 123:owner is unknown',
      'There is no token journey_5ZugdRXasLfWBypHi93Fk',
      'see https://keyvault.example.com/reviews-and-approvals',
    ]) {
      const { url } = server.arm(({ response }) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
      })
      const failure = await caught(createClient(options(url)).listAccessTokens())
      expect(isApiError(failure) && failure.message).toContain(error)
    }
  })
})
