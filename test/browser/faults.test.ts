import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { bundle } from '../dist/bundle.js'
import { launchChromium } from './chromium.js'
import { openPage } from './page.js'

const consumer = inject('consumer')
const TOKEN = 'token-of-the-page'

/** Calls the API with each fault in its path, and says how each call ended. */
const program = `
import { createClient, isApiError } from '@epilot/sdk/access-token'
import { bytes, defineApi } from '@epilot/sdk/core'
const { url, token } = globalThis.localApi
const options = { token, timeout: 400, retry: { baseDelay: 1, deadline: 5000 } }
const end = (call) => call.then(
  ({ status, data }) => ({ status, data }),
  (error) => ({ typed: isApiError(error), code: error.code, status: error.status, text: String(error) + JSON.stringify(error) + JSON.stringify(error.config) }),
)
const client = (fault) => createClient({ ...options, server: url + '/' + fault })
globalThis.run = async () => {
  const ends = {}
  for (const fault of ['fine', 'busy', 'elsewhere', 'moved', 'drip', 'reset', 'html']) {
    ends[fault] = await end(client(fault).listAccessTokens())
  }
  ends.followed = await end(client('moved').listAccessTokens(null, undefined, { maxRedirects: 5 }))
  ends.created = await end(client('reset-create').createAccessToken(null, { name: 'n' }))
  const stream = { responseType: 'stream', adapter: 'fetch', maxContentLength: 1000 }
  ends.stream = await end(client('long').get('/x', stream).then(async ({ data }) => {
    for (const reader = data.getReader(); !(await reader.read()).done; );
  }))
  const upload = { method: 'put', path: '/fine/bytes', contentType: 'application/octet-stream', prepare: [bytes] }
  const files = defineApi({ name: 'files', operations: { upload } }).create({ server: url })
  ends.bytes = await end(files.upload(null, new TextEncoder().encode('before|inside|after').subarray(7, 13)))
  const form = new FormData()
  form.append('note', 'a note')
  form.append('file', new Blob(['bytes']), 'a "name".bin')
  ends.form = await end(client('busy').put('/form', form))
  ends.full = await end(client('fine').get(globalThis.localApi.elsewhere + '/full'))
  return ends
}`

interface Received {
  origin: string
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

let browser: Browser
const requests: Received[] = []
const origins: Record<string, string> = {}
const servers = ['api', 'other'].map((origin) =>
  createServer((request, response) => {
    const path = request.url ?? ''
    // A browser repeats by itself what is lost on a connection that it has used before.
    response.setHeader('connection', 'close')
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*, authorization')
    response.setHeader('access-control-allow-methods', '*')
    response.setHeader('access-control-expose-headers', 'retry-after')
    if (request.method === 'OPTIONS') return response.writeHead(204).end()
    const received: Received = {
      origin,
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: '',
    }
    request.on('data', (chunk) => (received.body += chunk))
    requests.push(received)
    const fault = path.split('/')[1] ?? ''
    const count = requests.filter((one) => one.path === path).length
    if (fault === 'busy') {
      const headers = { 'retry-after': '0', 'content-type': 'application/json' }
      return request.on('end', () => response.writeHead(count === 1 ? 429 : 200, headers).end('[]'))
    }
    if (fault === 'elsewhere') {
      return response.writeHead(302, { location: `${origins.other}/stolen` }).end()
    }
    if (fault === 'moved') return response.writeHead(302, { location: '/fine/moved' }).end()
    if (fault.startsWith('reset')) return request.socket.resetAndDestroy()
    if (fault === 'html') return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello')
    response.writeHead(200, { 'content-type': 'application/json' })
    if (fault === 'long') {
      response.write('a'.repeat(500))
      return setTimeout(() => response.end('a'.repeat(1000)), 50)
    }
    if (fault !== 'drip') return response.end('[]')
    const timer = setInterval(() => response.write(' '), 20)
    return request.socket.on('close', () => clearInterval(timer))
  }),
)

interface End {
  typed?: boolean
  code?: string
  status?: number
  data?: unknown
  text?: string
}
let ends: Record<string, End>

beforeAll(async () => {
  browser = await launchChromium()
  for (const [index, server] of servers.entries()) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origins[index === 0 ? 'api' : 'other'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const { files } = await bundle({ consumer, code: program })
  const page = await openPage({
    browser,
    files: new Map([['main.js', files.get('entry.js') ?? '']]),
    connect: `${origins.api} ${origins.other}`,
    localApi: { url: origins.api ?? '', token: TOKEN, elsewhere: origins.other } as never,
  })
  ends = (await page.call('run')) as Record<string, End>
  await page.close()
})
afterAll(async () => {
  await browser.close()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

test('an answer arrives, and a 429 is repeated', () => {
  expect(ends.fine).toEqual({ status: 200, data: [] })
  expect(ends.busy).toEqual({ status: 200, data: [] })
  expect(requests.filter(({ path }) => path === '/busy/v1/access-tokens')).toHaveLength(2)
})

test('a redirect is a typed error and is not followed, whatever the call allows', () => {
  for (const name of ['elsewhere', 'moved', 'followed']) {
    expect(ends[name], name).toMatchObject({ typed: true })
    expect(ends[name]?.text, name).toMatch(/listAccessTokens failed.*redirect/)
  }
  expect(requests.filter(({ path }) => path === '/stolen' || path === '/fine/moved')).toEqual([])
})

test('a dripping body ends with the time-out', () => {
  expect(ends.drip).toMatchObject({ typed: true, code: 'ETIMEDOUT' })
})

test('a lost connection is a typed error, and a create is sent once', () => {
  expect(ends.reset).toMatchObject({ typed: true, code: 'ERR_NETWORK' })
  expect(ends.created).toMatchObject({ typed: true, code: 'ERR_NETWORK' })
  expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('HTML where JSON is documented is a typed error', () => {
  expect(ends.html).toMatchObject({ typed: true, code: 'ERR_BAD_RESPONSE', status: 200 })
})

test('a view into a buffer is sent without the rest of it', () => {
  expect(ends.bytes).toMatchObject({ status: 200 })
  expect(requests.find(({ path }) => path === '/fine/bytes')?.body).toBe('inside')
})

test('a form is repeated to the byte, its boundary included', () => {
  expect(ends.form).toMatchObject({ status: 200 })
  const [first, second] = requests.filter(({ path }) => path === '/busy/form')
  const [, boundary] =
    /^multipart\/form-data; boundary=(.+)$/.exec(first?.headers['content-type'] ?? '') ?? []
  expect(first?.body.split(`--${boundary}`)).toHaveLength(4)
  expect(first?.body).toContain('name="file"; filename="a %22name%22.bin"')
  expect(second?.body).toBe(first?.body)
  expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
})

test('a streamed answer that is too long is an error without the request', () => {
  expect(ends.stream).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  expect(ends.stream?.text).toContain('maxContentLength')
})

test('the token is in no error and reaches no other origin', () => {
  expect(JSON.stringify(ends)).not.toContain(TOKEN)
  const strays = requests.filter(({ origin }) => origin === 'other')
  expect(strays.map(({ path }) => path)).toEqual(['/full'])
  expect(JSON.stringify(strays)).not.toContain(TOKEN)
})
