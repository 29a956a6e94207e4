import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { runDemo } from '../../scripts/demo-steps.js'
import { type FaultRequest, startEmulator } from '../../src/emulator/index.js'

const run = promisify(execFile)

test('npm run demo prints six right steps and no token', async () => {
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'])

  expect(stdout.match(/ ✓ /g)).toHaveLength(6)
  expect(stdout).toContain('Every step was right.')
  expect(stdout).toContain('listAccessTokens failed: 401 Unauthorized: The access token was revoked.')
  expect(stdout + stderr).not.toContain('eyJ')
  expect(stderr).toBe('')
})

const isList = ({ method, url }: FaultRequest) => method === 'GET' && url.includes('/v1/access-tokens?')
const isOwnList = ({ method, url }: FaultRequest) => method === 'GET' && url.endsWith('/v1/access-tokens')

test.each<[string, number, (request: FaultRequest) => boolean, { status: number; body: unknown }]>([
  ['create fails', 0, ({ method }) => method === 'POST', { status: 400, body: { status: 400, error: 'no' } }],
  ['the list is empty', 1, isList, { status: 200, body: [] }],
  ['no key is published', 2, ({ url }) => url.endsWith('jwks.json'), { status: 200, body: { keys: [] } }],
  ['the new token is refused', 3, isOwnList, { status: 401, body: { status: 401, error: 'no' } }],
  [
    'revoke fails',
    4,
    ({ method }) => method === 'DELETE',
    { status: 404, body: { status: 404, error: 'no' } },
  ],
])('the demo fails when %s, after %i right steps', async (_, steps, matches, answer) => {
  const lines: string[] = []
  const start = () => startEmulator({ fault: (request) => (matches(request) ? answer : undefined) })

  const isRight = await runDemo({ print: (line) => lines.push(line), start })

  expect(isRight).toBe(false)
  expect(lines.filter((line) => line.includes('✓'))).toHaveLength(steps)
  expect(lines.join('\n')).toMatch(/✗ .*The demo stopped at this step\./s)
})

test('the demo fails when the revoked token is still accepted', async () => {
  const lines: string[] = []
  let isRevoked = false
  const start = () =>
    startEmulator({
      fault: (request) => {
        isRevoked ||= request.method === 'DELETE'
        return isRevoked && isOwnList(request) ? { status: 200, body: [] } : undefined
      },
    })

  const isRight = await runDemo({ print: (line) => lines.push(line), start })

  expect(isRight).toBe(false)
  expect(lines.at(-1)).toContain('the revoked token was accepted')
})
