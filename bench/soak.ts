import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '../src/apis/access-token/index.gen.js'
import { isApiError } from '../src/index.js'
import type { Message, Tally } from './soak-emulator.js'

export interface SoakResult {
  calls: number
  milliseconds: number
  answered: number
  /** Failed calls by operation and code or status. */
  failed: Record<string, number>
  /** What is no `ApiError`, and so was never expected. */
  unexpected: string[]
  /** Calls of `onRetry`. */
  retries: number
  /** Calls that needed a token. */
  secured: number
  providerCalls: number
  /** Requests and faults that the emulator counted. */
  tally: Tally
  /** Heap after garbage collection at the end of each quarter, in bytes. */
  heap: [number, number, number, number]
}

/** More than are asked for while one call lasts, so that the provider never gives a call the same token twice. */
const TOKENS = 500

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
}

const startEmulatorProcess = async () => {
  const child = fork(fileURLToPath(new URL('./soak-emulator.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  const next = async () => (await once(child, 'message'))[0] as Message
  const message = await next()
  if (!('ready' in message)) throw new Error('the emulator did not start')
  return {
    ...message.ready,
    async tally(): Promise<Tally> {
      child.send('tally')
      const message = await next()
      if (!('tally' in message)) throw new Error('the emulator did not say what it saw')
      return message.tally
    },
    stop: () => child.disconnect(),
  }
}

const difference = (after: Tally, before: Tally): Tally => ({
  requests: after.requests - before.requests,
  faults: Object.fromEntries(
    Object.entries(after.faults).map(([name, count]) => [name, count - (before.faults[name] ?? 0)]),
  ),
})

/** Calls the local API through one client, many calls at a time, while every 20th request meets a fault. */
export const soak = async ({
  calls,
  concurrency,
}: {
  calls: number
  concurrency: number
}): Promise<SoakResult> => {
  const emulator = await startEmulatorProcess()
  const first = createClient({ server: emulator.url, token: emulator.token, retry: { baseDelay: 1 } })
  const tokens: string[] = []
  while (tokens.length < TOKENS) {
    const minted = await first.createAccessToken(null, { name: 'One of many' }).catch(() => undefined)
    if (minted) tokens.push(minted.data.token)
  }
  const before = await emulator.tally()
  let retries = 0
  let providerCalls = 0
  const client = createClient({
    server: emulator.url,
    // A 401 is followed by a repeat where the token is another.
    token: () => tokens[providerCalls++ % tokens.length] as string,
    retry: { baseDelay: 1, maxDelay: 5, onRetry: () => void retries++ },
  })

  const created: string[] = []
  const failed: Record<string, number> = {}
  const unexpected: string[] = []
  let [started, answered, secured] = [0, 0, 0]
  const call = async (index: number): Promise<void> => {
    const turn = index % 20
    const revoked = turn === 5 || turn === 15 ? created.pop() : undefined
    if (turn < 4) await client.getAccessTokenJwks()
    else {
      secured += 1
      if (turn === 4 || turn === 14) {
        const { data } = await client.createAccessToken(null, { name: `Soak ${index}`, expires_in: 60 })
        created.push(data.id)
      } else if (revoked) await client.revokeAccessToken(revoked)
      else await client.listAccessTokens({ token_type: ['journey'] })
    }
  }

  const worker = async (until: number): Promise<void> => {
    // Each first call begins in a turn of its own, so that none shares another's call of the provider.
    await new Promise(setImmediate)
    while (started < until) {
      try {
        await call(started++)
        answered += 1
      } catch (error) {
        if (!isApiError(error)) unexpected.push(String(error))
        else {
          const name = `${error.operationId} ${error.status ?? error.code}`
          failed[name] = (failed[name] ?? 0) + 1
        }
      }
    }
  }

  const begin = performance.now()
  const heap: number[] = []
  for (const quarter of [1, 2, 3, 4]) {
    await Promise.all(Array.from({ length: concurrency }, () => worker((calls * quarter) / 4)))
    collectGarbage()
    heap.push(process.memoryUsage().heapUsed)
  }
  const milliseconds = performance.now() - begin
  const tally = difference(await emulator.tally(), before)
  emulator.stop()
  return {
    calls: started,
    milliseconds,
    answered,
    failed,
    unexpected,
    retries,
    secured,
    providerCalls,
    tally,
    heap: heap as SoakResult['heap'],
  }
}

const sum = (counts: Record<string, number>, matches = /./): number =>
  Object.entries(counts).reduce((total, [name, count]) => total + (matches.test(name) ? count : 0), 0)

/** What the figures must be, by the rules of repeating; each entry is a name, what was seen and what was computed. */
export const account = (result: SoakResult): [name: string, seen: number, computed: number][] => {
  const { calls, answered, failed, retries, secured, providerCalls, tally } = result
  const faults = sum(tally.faults)
  // A 401 of an operation that sends a token is followed by a repeat that is no retry; a second one ends the call.
  const renewed = sum(tally.faults, /^(?!public).* 401$/) - sum(failed, /^(?!getAccessTokenJwks).* 401$/)
  const failures = sum(failed)
  return [
    ['calls that ended', answered + failures, calls],
    ['requests', tally.requests, calls + retries + renewed],
    ['retries', retries, faults - renewed - failures],
    ['creates that failed', sum(failed, /^create/), sum(tally.faults, /^POST (reset|500|502)$/)],
    [
      'public calls that failed',
      sum(failed, /^getAccessTokenJwks 401/),
      sum(tally.faults, /^public GET 401$/),
    ],
    ['provider calls', providerCalls, secured + renewed],
  ]
}

const report = (result: SoakResult): boolean => {
  const { calls, milliseconds, tally, heap, unexpected } = result
  console.log(`soak: ${calls} calls in ${(milliseconds / 1000).toFixed(1)} s`)
  console.log(`faults injected: ${JSON.stringify(tally.faults)}`)
  console.log(`calls that failed: ${JSON.stringify(result.failed)}`)
  for (const [name, seen, computed] of account(result)) {
    console.log(`${seen === computed ? 'ok  ' : 'FAIL'} ${name}: ${seen}, computed ${computed}`)
  }
  const growth = heap[3] / heap[1]
  console.log(
    `${growth <= 1.1 ? 'ok  ' : 'FAIL'} heap: ${heap.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(', ')} MB by quarter, last / second ${growth.toFixed(3)} (at most 1.1)`,
  )
  console.log(`${milliseconds <= 60_000 ? 'ok  ' : 'FAIL'} at most a minute`)
  for (const error of unexpected.slice(0, 5)) console.log(`FAIL unexpected: ${error}`)
  return (
    account(result).every(([, seen, computed]) => seen === computed) &&
    growth <= 1.1 &&
    milliseconds <= 60_000 &&
    unexpected.length === 0
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = report(await soak({ calls: 20_000, concurrency: 64 })) ? 0 : 1
}
