import { isAxiosError } from 'axios'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../src/apis/access-token/index.gen.js'
import type { ClientOptions, RequestConfig } from '../../src/core/types.js'
import { createSDK, isApiError } from '../../src/index.js'
import { type Fault, faults, fine, healthy, type Method, type Outcome } from './catalogue.js'
import { type Armed, deadUrl, type FaultServer, startFaultServer } from './server.js'

const DEADLINE = 8_000
const TIMEOUT = 700
/** A call may end this much after its deadline: the machine's own delays. */
const SLACK = 1_000

const body = { name: 'n' }
const clients = {
  'subpath client': (options: ClientOptions) => createClient(options),
  facade: (options: ClientOptions) => createSDK(options).accessToken,
}
interface Operation {
  operationId: string
  call: (client: Client, config: RequestConfig) => Promise<{ data: unknown }>
}
const methods: Record<Method, Operation> = {
  GET: {
    operationId: 'listAccessTokens',
    call: (client, config) => client.listAccessTokens(null, undefined, config),
  },
  POST: {
    operationId: 'createAccessToken',
    call: (client, config) => client.createAccessToken(null, body, config),
  },
  DELETE: {
    operationId: 'revokeAccessToken',
    call: (client, config) => client.revokeAccessToken({ id: 'api_1' }, undefined, config),
  },
}
type Client = ReturnType<(typeof clients)[keyof typeof clients]>

interface Cell {
  fault: Fault
  method: Method
  via: keyof typeof clients
  adapter: 'http' | 'fetch'
}

let server: FaultServer
let dead: string
const unhandled: unknown[] = []
const remember = (reason: unknown) => unhandled.push(reason)

beforeAll(async () => {
  server = await startFaultServer()
  dead = await deadUrl()
  process.on('unhandledRejection', remember)
})

afterAll(async () => {
  process.off('unhandledRejection', remember)
  await server.close()
})

/** Runs one cell and says what was wrong with it. */
async function run({ fault, method, via, adapter }: Cell): Promise<string[]> {
  const armed = server.arm(fault.respond)
  const expected = (adapter === 'fetch' && fault.overFetch) || fault.expect
  const outcome = (method in expected ? expected[method as never] : expected) as Outcome
  const tokens = ['first', 'second', 'third', 'fourth']
  let retries = 0
  const client = clients[via]({
    server: fault.unreachable ? dead : armed.url,
    token: () => tokens.shift() ?? 'last',
    timeout: TIMEOUT,
    retry: { baseDelay: 1, maxDelay: 5, deadline: DEADLINE, onRetry: () => void retries++ },
  })

  const started = performance.now()
  let overdue: NodeJS.Timeout | undefined
  const hang = new Promise<{ hung: true }>((resolve) => {
    overdue = setTimeout(() => resolve({ hung: true }), DEADLINE + SLACK)
  })
  const settled: Settled = await Promise.race([
    methods[method].call(client, { adapter }).then(
      ({ data }) => ({ answer: data }),
      (error: unknown) => ({ error }),
    ),
    hang,
  ])
  clearTimeout(overdue)
  const elapsed = performance.now() - started

  const problems = check(settled, outcome, methods[method].operationId)
  problems.push(...checkRequests(armed, outcome, method))
  if (elapsed > DEADLINE + SLACK) problems.push(`took ${Math.round(elapsed)} ms`)
  if (outcome.retries !== undefined && retries !== outcome.retries) problems.push(`${retries} retries`)
  return problems.map((problem) => `${fault.name} · ${method} · ${via} · ${adapter}: ${problem}`)
}

type Settled = { answer: unknown } | { error: unknown } | { hung: true }

function check(settled: Settled, outcome: Outcome, operationId: string): string[] {
  if ('hung' in settled) return ['never ended']
  if ('answer' in settled) {
    if (outcome.orAnswer) return []
    if (!('answer' in outcome)) return [`answered ${JSON.stringify(settled.answer)}`]
    const same = JSON.stringify(settled.answer ?? '') === JSON.stringify(outcome.answer)
    return same ? [] : [`answered ${JSON.stringify(settled.answer)}`]
  }
  const { error } = settled
  if ('answer' in outcome) return [`failed: ${String(error)}`]
  if (!isApiError(error) || !isAxiosError(error)) return [`is no ApiError: ${String(error)}`]
  const problems: string[] = []
  if (error.operationId !== operationId) problems.push(`operationId ${error.operationId}`)
  if (!error.message.startsWith(`${operationId} failed`)) problems.push(`message "${error.message}"`)
  if (!error.code) problems.push('no code')
  if (outcome.codes && !outcome.codes.includes(error.code ?? '')) problems.push(`code ${error.code}`)
  if (outcome.status !== undefined && (error.status ?? null) !== outcome.status) {
    problems.push(`status ${error.status}`)
  }
  if (outcome.message && !outcome.message.test(error.message)) problems.push(`message "${error.message}"`)
  return problems
}

function checkRequests({ seen, strays }: Armed, outcome: Outcome, method: Method): string[] {
  const [least, most] =
    typeof outcome.requests === 'number' ? [outcome.requests, outcome.requests] : outcome.requests
  const problems: string[] = []
  if (seen.length < least || seen.length > most) problems.push(`sent ${seen.length} times`)
  if (strays.length > 0) problems.push('followed to another origin')
  for (const request of seen) {
    if (request.method !== method) problems.push(`became a ${request.method}`)
    const sent = request.body.toString()
    if (sent !== (method === 'POST' ? JSON.stringify(body) : '')) problems.push(`body "${sent}"`)
    if (!/^Bearer (first|second|third)$/.test(request.headers.authorization ?? '')) {
      problems.push(`authorization "${request.headers.authorization}"`)
    }
  }
  return problems
}

/** Timers and sockets that keep this process alive. */
const handles = () =>
  process
    .getActiveResourcesInfo()
    .filter((name) => name === 'Timeout' || /TCP|TLS|DNS|GetAddrInfo/.test(name)).length

test.each(['http', 'fetch'] as const)(
  'every fault, method and client ends in the right answer or a typed error, over %s',
  async (adapter) => {
    // What is loaded with the first call takes its time.
    await run({
      fault: { name: 'none', respond: healthy, expect: fine(1) },
      method: 'GET',
      via: 'facade',
      adapter,
    })
    const before = handles()
    const cells = faults.flatMap((fault) =>
      (Object.keys(methods) as Method[]).flatMap((method) =>
        (Object.keys(clients) as Cell['via'][]).map((via): Cell => ({ fault, method, via, adapter })),
      ),
    )

    const queue = [...cells]
    const problems: string[] = []
    const worker = async () => {
      for (let cell = queue.shift(); cell; cell = queue.shift()) problems.push(...(await run(cell)))
    }
    await Promise.all(Array.from({ length: 24 }, worker))

    let after = handles()
    for (let waited = 0; after > before && waited < 6_000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      after = handles()
    }
    console.log(`fault matrix over ${adapter}: ${cells.length} combinations of ${faults.length} faults`)
    expect(problems).toEqual([])
    expect(unhandled).toEqual([])
    expect(after, 'open timers and sockets').toBeLessThanOrEqual(before)
  },
  60_000,
)
