import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bin, controls, epilot, start } from './command.js'
import { type Answer, json, recordingServer } from './recording-server.js'

const token = 'token-of-the-test-1234'
const list = (url: string, ...flags: string[]): string[] => [
  ...['access-token', 'listAccessTokens', '-s', url, '-t', token],
  ...flags,
]

const answered = async (answer: Answer, ...flags: string[]) => {
  const server = await recordingServer(() => answer)
  return epilot(list(server.url, ...flags))
}

const jsonText = (body: string): Answer => ({ headers: { 'content-type': 'application/json' }, body })

test('a pipe gets 2-space JSON', async () => {
  const { stdout } = await answered(jsonText('{"a":[1,{"b":null}],"c":{},"d":[]}'))

  expect(stdout).toBe('{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}\n')
})

test('numbers keep their digits, keys their order, strings their escapes', async () => {
  const body = '{"b":12345678901234567890,"a":1.0,"1":1e400,"s":"\\u00e9\\/\\n"}'

  expect((await answered(jsonText(body), '--json')).stdout).toBe(`${body}\n`)
})

test.each([
  ['a string', '"text"'],
  ['a number', '7'],
  ['null', 'null'],
])('--json of %s parses', async (_, body) => {
  expect((await answered(jsonText(body), '--json')).stdout).toBe(`${body}\n`)
})

test('an empty answer prints nothing, and null with --json', async () => {
  expect((await answered({ status: 204 })).stdout).toBe('')
  expect((await answered({ status: 204 }, '--json')).stdout).toBe('null\n')
  expect((await answered(jsonText(''), '--json')).stdout).toBe('null\n')
})

test.each([
  ['a string', '$[0].id', '"a"'],
  ['nothing', 'nope', 'null'],
  ['a number', '$count($)', '1'],
  ['a sequence', '$.id[]', '["a"]'],
])('--json of a JSONata expression that yields %s parses', async (_, expression, printed) => {
  expect((await answered(json([{ id: 'a' }]), '--json', '--jsonata', expression)).stdout).toBe(`${printed}\n`)
})

test.each([
  ['fails on the answer', '$number("x" & $string($))'],
  ['yields a function', '$sum'],
  ['yields a function of its own inside an object', '{"token": token, "f": function($x){$x}}'],
  ['yields a built-in function inside a list', '[token, $uppercase]'],
  ['lacks an argument', '{"token": token, "short": $substring(?, 0, 5)}'],
  [
    'nests too deeply to be JSON',
    '($f := function($n, $a){$n = 0 ? $a : $f($n - 1, {"a": $a})}; $f(30000, 1))',
  ],
])('an expression that %s leaves the answer on stdout, exit code 7', async (_, expression) => {
  const { code, stdout, stderr } = await answered(
    json({ token: 'shown only once' }),
    '--json',
    '--jsonata',
    expression,
  )

  expect({ code, stdout }).toEqual({ code: 7, stdout: '{"token":"shown only once"}\n' })
  expect(JSON.parse(stderr)).toMatchObject({ error: { exitCode: 7 } })
})

test('text where text is documented or nothing is', async () => {
  const server = await recordingServer(() => ({ headers: { 'content-type': 'text/plain' }, body: 'plain\n' }))

  const { code, stderr } = await epilot(list(server.url))

  expect(code).toBe(1)
  expect(stderr).toContain('the answer is text/plain, not JSON: plain')
})

test.each<[string, Answer]>([
  ['a JSON answer that does not parse', jsonText('{"a":')],
  [
    'HTML where JSON is documented',
    { headers: { 'content-type': 'text/html' }, body: '<html><title>Login</title></html>' },
  ],
  [
    'HTML with a status that is not documented',
    { status: 202, headers: { 'content-type': 'text/html' }, body: '<html><title>Login</title></html>' },
  ],
  ['text of no type with a status that is not documented', { status: 203, headers: {}, body: 'not json{' }],
])('%s is an error with exit code 1', async (_, answer) => {
  const { code, stdout, stderr } = await answered(answer)

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('JSON of another content type is JSON', async () => {
  const { stdout } = await answered({ headers: { 'content-type': 'text/plain' }, body: '[1]' }, '--json')

  expect(stdout).toBe('[1]\n')
})

test('control characters in JSON are written as escapes', async () => {
  const { stdout } = await answered(jsonText('{"a\u009b":"x\u0085\u007f\u202e"}'), '--json')

  expect(stdout).toBe('{"a\\u009b":"x\\u0085\\u007f\\u202e"}\n')
})

test('there is no escape byte in pipes, help and errors included', async () => {
  const outputs = await Promise.all([
    epilot(['--help']),
    epilot(['access-token', 'createAccessToken', '--help']),
    epilot(['access-token']),
    answered(json([{ id: 'a' }])),
    answered(json([{ id: 'a' }]), '--output', 'table'),
    answered(json({ error: '\u001b[31mred\u001b[0m \u001b]0;title\u0007' }, 400), '-i', '-v'),
  ])

  for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toMatch(controls)
})

const large = (): Answer => {
  const item = { id: 'api_5ZugdRXasLfWBypHi93Fk', name: 'x'.repeat(900), assignments: ['123:owner'] }
  return json(Array.from({ length: 21_000 }, () => item))
}

test('an answer of 20 MB arrives whole through a slow pipe', async () => {
  const answer = large()
  const server = await recordingServer(() => answer)
  const child = start(list(server.url, '--json'))
  let size = 0
  let tail = ''
  for await (const chunk of child.stdout ?? []) {
    size += (chunk as Buffer).length
    tail = (chunk as Buffer).subarray(-3).toString()
    if (size < 2_000_000) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  expect(size).toBe((answer.body as string).length + 1)
  expect(size).toBeGreaterThan(20_000_000)
  expect(tail).toBe('}]\n')
})

test('a pipe that closes early ends the program quietly with exit code 0', async () => {
  const answer = large()
  const server = await recordingServer(() => answer)
  const child = start(list(server.url))
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  child.stdout?.once('data', () => child.stdout?.destroy())

  const [code] = await once(child, 'close')

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('an answer that can not be written is an error', async () => {
  const server = await recordingServer(() => json([]))
  const child = spawn(process.execPath, [bin, ...list(server.url)], {
    env: { HOME: '/nonexistent' },
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })

  const [code] = await once(child, 'close')

  expect(code).toBe(1)
  expect(stderr).toMatch(/^epilot: .*could not be written/)
})
