import { type Emulator, type Fault, startEmulator } from '../src/emulator/index.js'

/** What the emulator answers one request in twenty with, in turn. */
export const FAULTS = {
  reset: 'reset',
  '401': { status: 401, body: { status: 401, error: 'expired' } },
  '429': { status: 429, headers: { 'retry-after': '0' }, body: { status: 429, error: 'slow down' } },
  '500': { status: 500, body: { status: 500, error: 'broken' } },
  '502': { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' },
  '503': { status: 503, headers: { 'retry-after': '0' }, body: { status: 503, error: 'busy' } },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
const names = Object.keys(FAULTS) as FaultName[]

/** What reached the emulator. */
export interface Tally {
  requests: number
  /** Injected faults by `<METHOD> <fault>`. */
  faults: Record<string, number>
}

export type Message = { ready: Pick<Emulator, 'url' | 'token'> } | { tally: Tally }

/** The emulator in a process of its own, so that the heap under test is the client's. */
const run = async (): Promise<void> => {
  const tally: Tally = { requests: 0, faults: {} }
  let injected = 0
  const emulator = await startEmulator({
    fault: ({ method, url }) => {
      tally.requests += 1
      if (tally.requests % 20 !== 0) return undefined
      const isPublic = url.includes('/.well-known/')
      const name = names[injected++ % names.length] as FaultName
      const key = `${isPublic ? 'public ' : ''}${method} ${name}`
      tally.faults[key] = (tally.faults[key] ?? 0) + 1
      return FAULTS[name]
    },
  })
  process.on('message', () => process.send?.({ tally } satisfies Message))
  process.on('disconnect', () => process.exit())
  process.send?.({ ready: { url: emulator.url, token: emulator.token } } satisfies Message)
}

if (process.send) await run()
