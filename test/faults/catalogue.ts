import { gzipSync } from 'node:zlib'
import type { Exchange, Respond } from './server.js'

export type Method = 'GET' | 'POST' | 'DELETE'

/** What a call must come to: an answer with this body, or a typed error. */
export interface Outcome {
  /** Parsed body of the answer; absent when the call must fail. */
  answer?: unknown
  /** Status of the error; `null` when no status line arrived. Absent: any. */
  status?: number | null
  /** axios or system error codes, one of which the error has. Absent: any code. */
  codes?: string[]
  /** What the error's message says. */
  message?: RegExp
  /** Requests that reach the server: a number, or the least and most. */
  requests: number | [number, number]
  /** Calls of `onRetry`, where no server can count the attempts. */
  retries?: number
  /** The failure may also turn out to be the answer of a healthy server. */
  orAnswer?: boolean
}

export interface Fault {
  name: string
  respond: Respond
  /** Nothing listens at all. */
  unreachable?: true
  /** What becomes of it through `fetch`, where that differs: it says less of what happened below HTTP. */
  overFetch?: Outcome | Record<Method, Outcome>
  expect: Outcome | Record<Method, Outcome>
}

const item = { id: 'api_1', name: 'n', token_type: 'api', created_at: '1970-01-01T00:00:00.000Z' }
const answers: Record<Method, { status: number; body: unknown }> = {
  GET: { status: 200, body: [item] },
  POST: { status: 201, body: { token: 'minted', ...item } },
  DELETE: { status: 200, body: item },
}
const answerOf = (method: string) => answers[method as Method]
const json = (method: string) => JSON.stringify(answerOf(method).body)

/** The answer of a server that works. */
export const healthy: Respond = ({ method, response }) => {
  response.writeHead(answerOf(method).status, { 'content-type': 'application/json' })
  response.end(json(method))
}

/** Answers with a status and a JSON error, as the document promises. */
const refuse =
  (status: number, headers: Record<string, string> = {}): Respond =>
  ({ response }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ status, error: 'fault' }))
  }

const once =
  (fault: Respond): Respond =>
  (exchange) =>
    exchange.attempt === 1 ? fault(exchange) : healthy(exchange)

/** Bytes on the socket, past Node's own idea of an answer; `then` runs once they have left. */
const raw =
  (bytes: string | ((exchange: Exchange) => string | Buffer), then?: (exchange: Exchange) => void): Respond =>
  (exchange) => {
    exchange.socket.write(typeof bytes === 'string' ? bytes : bytes(exchange))
    setTimeout(() => then?.(exchange), 15)
  }

const reset = ({ socket }: Exchange) => void socket.resetAndDestroy()
const finish = ({ socket }: Exchange) => void socket.end()
const head = (lines: string[], status = '200 OK') =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`

/** Writes one byte every 20 ms for as long as the client stays. */
const drip = ({ socket }: Exchange, byte: string) => {
  const timer = setInterval(() => socket.write(byte), 20)
  socket.on('close', () => clearInterval(timer))
}

const redirect =
  (status: number, target: (exchange: Exchange) => string): Respond =>
  (exchange) => {
    exchange.response.writeHead(status, { location: target(exchange) }).end()
  }

/** Answers as a working server gives them. */
export const fine = (requests: number): Record<Method, Outcome> => ({
  GET: { answer: answers.GET.body, requests },
  POST: { answer: answers.POST.body, requests },
  DELETE: { answer: answers.DELETE.body, requests },
})
const empty = (requests: number): Outcome => ({ answer: '', requests })

/** Reads and deletes are repeated twice, a create is never sent again. */
const repeated = (outcome: Omit<Outcome, 'requests'>): Record<Method, Outcome> => ({
  GET: { ...outcome, requests: 3 },
  POST: { ...outcome, requests: 1 },
  DELETE: { ...outcome, requests: 3 },
})
const final = (outcome: Omit<Outcome, 'requests'>): Outcome => ({ ...outcome, requests: 1 })

const lost = repeated({ status: null, codes: ['ECONNRESET', 'EPIPE', 'ERR_NETWORK', 'ECONNABORTED'] })
const late = repeated({ codes: ['ETIMEDOUT'] })
/** Broken below HTTP: whether that counts as the network's failure is left open, but a create is sent once. */
const unreadable: Record<Method, Outcome> = {
  GET: { requests: [1, 3] },
  POST: { requests: 1 },
  DELETE: { requests: [1, 3] },
}
const unusable = final({ codes: ['ERR_BAD_RESPONSE'] })
const inOneSecond = () => new Date(Math.ceil(Date.now() / 1000) * 1000).toUTCString()

const resets: Fault[] = [
  { name: 'reset before headers', respond: reset, expect: lost },
  { name: 'closed before headers', respond: finish, expect: lost },
  { name: 'reset during headers', respond: raw('HTTP/1.1 200 OK\r\ncontent-ty', reset), expect: lost },
  { name: 'closed during headers', respond: raw('HTTP/1.1 200 OK\r\ncontent-ty', finish), expect: lost },
  {
    name: 'reset after headers',
    respond: raw(head(['content-length: 100']), reset),
    expect: repeated({}),
  },
  {
    name: 'reset during body',
    respond: raw(`${head(['content-length: 100'])}[{"id":`, reset),
    expect: repeated({}),
  },
  {
    name: 'refused connection',
    unreachable: true,
    respond: healthy,
    expect: { status: null, codes: ['ECONNREFUSED'], requests: 0, retries: 2 },
    overFetch: { status: null, codes: ['ERR_NETWORK', 'ECONNREFUSED'], requests: 0 },
  },
  { name: 'reset once before headers', respond: once(reset), expect: { ...fine(2), POST: lost.POST } },
]

const slow: Fault[] = [
  { name: 'no answer', respond: () => {}, expect: late },
  {
    name: 'slow headers',
    respond: raw('HTTP/1.1 200 OK\r\nx-slow: ', (exchange) => drip(exchange, 'a')),
    expect: late,
  },
  {
    name: 'headers after half the time-out',
    respond: (exchange) => void setTimeout(() => healthy(exchange), 250),
    expect: fine(1),
  },
  {
    name: 'dripping body',
    respond: raw(head(['content-length: 100000']), (exchange) => drip(exchange, ' ')),
    expect: late,
  },
  {
    name: 'dripping body without length',
    respond: raw(head(['connection: close']), (exchange) => drip(exchange, ' ')),
    expect: late,
  },
  { name: 'headers, then silence', respond: raw(head(['content-length: 100'])), expect: late },
  {
    name: 'dripping error body',
    respond: raw(head(['content-length: 100000'], '400 Bad Request'), (exchange) => drip(exchange, ' ')),
    expect: late,
  },
]

const bodies: Fault[] = [
  {
    name: 'truncated body',
    respond: raw(({ method }) => `${head(['content-length: 5000'])}${json(method)}`, finish),
    expect: repeated({}),
  },
  {
    name: 'truncated chunked body',
    respond: raw(
      ({ method }) =>
        `${head(['transfer-encoding: chunked'])}${json(method).length.toString(16)}\r\n${json(method)}\r\n`,
      finish,
    ),
    expect: repeated({}),
  },
  {
    name: 'over-long body',
    respond: raw(
      ({ method }) => `${head([`content-length: ${json(method).length}`])}${json(method)}${'x'.repeat(500)}`,
      finish,
    ),
    expect: {
      GET: { ...unreadable.GET, orAnswer: true },
      POST: { ...unreadable.POST, orAnswer: true },
      DELETE: { ...unreadable.DELETE, orAnswer: true },
    },
  },
  {
    name: 'content length that cuts the body',
    respond: raw(({ method }) => `${head(['content-length: 5'])}${json(method)}`, finish),
    expect: unreadable,
  },
  {
    name: 'content length that is no number',
    respond: raw(({ method }) => `${head(['content-length: many'])}${json(method)}`, finish),
    expect: unreadable,
  },
  {
    name: 'two content lengths',
    respond: raw(
      ({ method }) => `${head(['content-length: 5', 'content-length: 6'])}${json(method)}`,
      finish,
    ),
    expect: unreadable,
  },
  {
    name: 'content length and chunks',
    respond: raw(
      ({ method }) => `${head(['content-length: 5', 'transfer-encoding: chunked'])}5\r\n${json(method)}`,
      finish,
    ),
    expect: unreadable,
  },
  { name: 'not HTTP', respond: raw('SSH-2.0-OpenSSH_9.2\r\n\r\n', finish), expect: unreadable },
  {
    name: 'a megabyte of headers',
    respond: raw(head([`x-large: ${'a'.repeat(1 << 20)}`]), finish),
    expect: unreadable,
  },
  {
    name: 'gzip that is none',
    respond: ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end('this is no gzip at all')
    },
    expect: unreadable,
  },
  {
    name: 'gzip cut short',
    respond: ({ method, response }) => {
      const whole = gzipSync(json(method), { level: 0 })
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(whole.subarray(0, 60))
    },
    expect: unreadable,
  },
  {
    // Node's decoder makes an empty text of these bytes, without a word.
    name: 'gzip cut after its first bytes',
    respond: ({ method, response }) => {
      const start = gzipSync(json(method)).subarray(0, 30)
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': start.length,
      })
      response.end(start)
    },
    expect: unreadable,
  },
  {
    name: 'good gzip',
    respond: ({ method, response }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(json(method)))
    },
    expect: fine(1),
  },
  {
    name: 'malformed JSON',
    respond: ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id": "api_1",')
    },
    expect: unusable,
  },
  {
    name: 'HTML with 200',
    respond: ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
    },
    expect: unusable,
  },
  {
    name: 'HTML with 502',
    respond: ({ response }) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
    },
    expect: repeated({ status: 502, codes: ['ERR_BAD_RESPONSE'] }),
  },
  {
    name: 'malformed JSON with 400',
    respond: ({ response }) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":')
    },
    expect: final({ status: 400 }),
  },
]

const statuses: Fault[] = [
  { name: '204', respond: ({ response }) => void response.writeHead(204).end(), expect: empty(1) },
  {
    name: '204 with a length of zero',
    respond: raw('HTTP/1.1 204 No Content\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', finish),
    expect: empty(1),
  },
  {
    name: '204 with a length and no body',
    respond: raw('HTTP/1.1 204 No Content\r\nconnection: close\r\ncontent-length: 20\r\n\r\n', finish),
    expect: empty(1),
  },
  {
    name: '200 with an empty body',
    respond: ({ response }) => void response.writeHead(200, { 'content-type': 'application/json' }).end(),
    expect: empty(1),
  },
  {
    name: '100, then the answer',
    respond: (exchange) => {
      exchange.response.writeContinue()
      healthy(exchange)
    },
    expect: fine(1),
    // Node's fetch refuses a 100 that it didn't ask for.
    overFetch: unreadable,
  },
  {
    name: '102 and 103, then the answer',
    respond: (exchange) => {
      exchange.response.writeProcessing()
      exchange.response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      healthy(exchange)
    },
    expect: fine(1),
  },
  { name: '103, then silence', respond: raw('HTTP/1.1 103 Early Hints\r\n\r\n'), expect: late },
  {
    name: '101 that nobody asked for',
    respond: raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', finish),
    expect: unreadable,
  },
  {
    name: '413',
    respond: refuse(413),
    expect: final({ status: 413, codes: ['ERR_BAD_REQUEST'], message: /413/ }),
  },
  { name: '400', respond: refuse(400), expect: final({ status: 400, codes: ['ERR_BAD_REQUEST'] }) },
  { name: '403', respond: refuse(403), expect: final({ status: 403, codes: ['ERR_BAD_REQUEST'] }) },
  { name: '404', respond: refuse(404), expect: final({ status: 404, codes: ['ERR_BAD_REQUEST'] }) },
  { name: '501', respond: refuse(501), expect: final({ status: 501, codes: ['ERR_BAD_RESPONSE'] }) },
  { name: 'status 999', respond: refuse(999), expect: final({ status: 999 }) },
  ...[408, 500, 502, 504].map((status) => ({
    name: `${status} always`,
    respond: refuse(status),
    expect: repeated({ status, message: new RegExp(String(status)) }),
  })),
  ...[408, 500, 502, 503, 504].map((status) => ({
    name: `${status} once`,
    respond: once(refuse(status)),
    expect: { ...fine(2), POST: final({ status }) },
  })),
  { name: '401 once, then fine', respond: once(refuse(401)), expect: fine(2) },
  {
    name: '401 always',
    respond: refuse(401),
    expect: { status: 401, codes: ['ERR_BAD_REQUEST'], requests: 2 },
  },
]

/** Every form of Retry-After. `wait`: it is followed; `huge`: the call fails at once; `none`: it says nothing. */
const retryAfter: { form: string; value: () => string; kind: 'wait' | 'huge' | 'none' }[] = [
  { form: 'zero seconds', value: () => '0', kind: 'wait' },
  { form: 'seconds', value: () => '1', kind: 'wait' },
  { form: 'a date', value: inOneSecond, kind: 'wait' },
  { form: 'a date in the past', value: () => 'Wed, 21 Oct 2015 07:28:00 GMT', kind: 'wait' },
  { form: 'negative', value: () => '-5', kind: 'none' },
  { form: 'huge', value: () => '86400', kind: 'huge' },
  { form: 'beyond 32 bits', value: () => '99999999999', kind: 'huge' },
  { form: 'beyond every number', value: () => '9'.repeat(400), kind: 'huge' },
  { form: 'a date far away', value: () => 'Fri, 31 Dec 9999 23:59:59 GMT', kind: 'huge' },
  { form: 'garbage', value: () => 'soon', kind: 'none' },
  { form: 'empty', value: () => '', kind: 'none' },
]

const busy: Fault[] = [429, 503].flatMap((status): Fault[] => [
  ...retryAfter.map(({ form, value, kind }): Fault => {
    const name = `${status} with Retry-After: ${form}`
    const respond: Respond = (exchange) => refuse(status, { 'retry-after': value() })(exchange)
    if (kind === 'huge') return { name, respond, expect: final({ status, message: /retry-after/i }) }
    const expect = status === 503 && kind === 'none' ? { ...fine(2), POST: final({ status }) } : fine(2)
    return { name, respond: once(respond), expect }
  }),
  {
    name: `${status} with Retry-After, always`,
    respond: refuse(status, { 'retry-after': '0' }),
    expect: { status, requests: 3, message: /attempt/i },
  },
  {
    name: `${status} without Retry-After, always`,
    respond: refuse(status),
    expect: status === 429 ? { status, requests: 3 } : repeated({ status }),
  },
])

const redirects: Fault[] = [
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `${status} to the same origin`,
    respond: redirect(status, ({ here }) => `${here}/v1/moved`),
    expect: final({ status, message: /\/v1\/moved/ }),
  })),
  {
    name: '302 to another origin',
    respond: redirect(302, ({ elsewhere }) => `${elsewhere}/v1/moved`),
    expect: final({ status: 302, message: /\/v1\/moved/ }),
  },
  {
    name: '307 to another origin',
    respond: redirect(307, ({ elsewhere }) => `${elsewhere}/v1/moved`),
    expect: final({ status: 307, message: /\/v1\/moved/ }),
  },
  {
    name: '302 in a loop',
    respond: redirect(302, ({ here, request }) => `${here}${(request.url ?? '').replace(/^\/[^/]*/, '')}`),
    expect: final({ status: 302 }),
  },
  {
    name: '302 without a target',
    respond: ({ response }) => void response.writeHead(302).end(),
    expect: final({ status: 302 }),
  },
  {
    name: '302 to a script',
    respond: redirect(302, () => 'javascript:alert(1)'),
    expect: final({ status: 302 }),
  },
]

/** Everything a server can do to a call. */
export const faults: Fault[] = [...resets, ...slow, ...bodies, ...statuses, ...busy, ...redirects]
