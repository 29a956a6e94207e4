import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { healthy } from './catalogue.js'
import { type FaultServer, type Respond, startFaultServer } from './server.js'

let server: FaultServer
beforeAll(async () => {
  server = await startFaultServer()
})
afterAll(() => server.close())

/** Runs a script that has `client` and `url`; gives its output, exit code and how long it stayed after `done()`. */
const run = async (respond: Respond, script: string) => {
  const { url } = server.arm(respond)
  const program = `
    import { createClient } from './src/apis/access-token/index.gen.js'
    import { createSDK } from './src/index.js'
    const url = ${JSON.stringify(url)}
    const client = createClient({ server: url, token: async () => 'token' })
    process.on('unhandledRejection', (reason) => { console.log('unhandled', reason); process.exitCode = 9 })
    ${script}
    console.log('done')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const limit = setTimeout(() => child.kill('SIGKILL'), 15_000)
  let output = ''
  let doneAt = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.includes('done')) doneAt ||= performance.now()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(limit)
  return { output, code, lingered: performance.now() - doneAt }
}

describe('a script ends by itself, with nothing left open', () => {
  for (const [name, respond, script] of [
    ['after an answer', healthy, 'await client.listAccessTokens()'],
    [
      'after an answer through the facade',
      healthy,
      `await createSDK({ server: url, token: 't' }).accessToken.listAccessTokens()`,
    ],
    [
      'after a failure',
      ({ response }) => void response.writeHead(404).end(),
      'await client.listAccessTokens().catch((error) => console.log(error.message))',
    ],
    [
      'after a time-out in a dripping body',
      ({ response, socket }) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const timer = setInterval(() => response.write(' '), 10)
        socket.on('close', () => clearInterval(timer))
      },
      'await client.listAccessTokens(null, undefined, { timeout: 100, retry: false }).catch((error) => console.log(error.code))',
    ],
    [
      'after a wait that was cancelled',
      ({ response }) => void response.writeHead(429, { 'retry-after': '50' }).end(),
      'await client.listAccessTokens(null, undefined, { signal: AbortSignal.timeout(200) }).catch((error) => console.log(error.code))',
    ],
    [
      'after a deadline passed while the token provider did not answer',
      healthy,
      `await createClient({ server: url, token: () => new Promise(() => {}), retry: { deadline: 100 } })
        .listAccessTokens().catch((error) => console.log(error.code))`,
    ],
    [
      'after a stream was read to its end',
      healthy,
      `const { data } = await client.get('/v1/access-tokens', { responseType: 'stream' })
      for await (const chunk of data) void chunk`,
    ],
    [
      'after onRetry threw',
      ({ response }) => void response.writeHead(500).end(),
      `await client.listAccessTokens(null, undefined, { retry: { baseDelay: 1, onRetry() { throw new Error('mine') } } })
        .catch((error) => console.log(error.message))`,
    ],
  ] as [string, Respond, string][]) {
    test(name, async () => {
      const { output, code, lingered } = await run(respond, script)
      expect(output).toMatch(/done\n$/)
      expect(code).toBe(0)
      expect(lingered).toBeLessThan(1_500)
    })
  }
})
