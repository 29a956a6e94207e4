import { expect, test } from 'vitest'
import { epilot } from './command.js'
import { recordingServer } from './recording-server.js'

const listing = ['access-token', 'listAccessTokens']

/** Command lines that are wrong, what they are told, and the nearest name where there is one. */
const mistakes: [string, string[], string][] = [
  ['an unknown command', ['acess-token'], 'Did you mean access-token?'],
  ['an unknown subcommand', ['auth', 'logn'], 'Did you mean login?'],
  ['help of an unknown subcommand', ['auth', 'logn', '--help'], 'Did you mean login?'],
  ['help before an unknown subcommand', ['help', 'auth', 'bogus'], 'has no command "bogus"'],
  ['flags without an operation', ['access-token', '-d', '{}', '-p', 'id=1'], 'but no operation'],
  ['flags without anything', ['--token', 'some-token'], '--token was given, but no operation'],
  [
    'many unknown parameters',
    [...listing, ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((name) => ['-p', `${name}=1`])],
    'has no parameters "a", "b", "c", "d", "e", "f", "g". It has token_type.',
  ],
  ['an unknown operation', ['access-token', 'listAcessTokens'], 'Did you mean listAccessTokens?'],
  ['an unknown flag', [...listing, '--jsn'], 'Did you mean --json?'],
  ['an unknown parameter', [...listing, '-p', 'tokentype=api'], 'Did you mean token_type?'],
  ['an unknown profile', [...listing, '--profile', 'prod'], 'There is no profile "prod"'],
  ['an unknown value', [...listing, '-p', 'token_type=aip'], 'Did you mean api?'],
  ['a parameter without a value', [...listing, '-p', 'token_type'], 'not of the form key=value'],
  ['an empty token', [...listing, '-t', ''], '--token was given an empty value'],
  ['an empty server', [...listing, '--server='], '--server was given an empty value'],
  ['a flag as a value', [...listing, '--token', '--json'], '--token needs a value'],
  ['a flag without its value', [...listing, '--token'], 'needs a value'],
  ['a flag given twice', [...listing, '-t', 'a', '--token', 'b'], '--token was given twice'],
  [
    'a header with a line break',
    [...listing, '-H', 'X-A: 1\r\nX-B: 2'],
    'character that no header can carry',
  ],
  ['a header name with a line break', [...listing, '-H', 'X-A\r\nX-B: 2'], "not of the form 'Key: Value'"],
  ['a header without a value', [...listing, '-H', 'X-A:'], 'has no value'],
  ['a framing header', [...listing, '-H', 'Content-Length: 3'], "can't be set"],
  ['a server that is no URL', [...listing, '-s', 'localhost'], 'is not an http(s) URL'],
  ['a server of another protocol', [...listing, '-s', 'file:///etc/passwd'], 'is not an http(s) URL'],
  ['a password in the server', [...listing, '-s', 'https://a:b@c.epilot.io'], 'user name or password'],
  ['a token with a line break', [...listing, '-t', 'a\nb'], 'a line break'],
  ['a timeout that is none', [...listing, '--timeout', 'soon'], '--timeout takes'],
  ['a timeout of nothing', [...listing, '--timeout', '0'], '--timeout takes'],
  ['an unknown output', [...listing, '--output', 'xml'], 'json or table'],
  ['outputs that exclude each other', [...listing, '--json', '--output', 'table'], 'exclude each other'],
  ['a malformed JSONata expression', [...listing, '--jsonata', '$['], 'Nothing was sent'],
  ['a body where none is taken', [...listing, '-d', '{}'], 'takes no body'],
  ['an argument too many', [...listing, 'surplus'], 'one argument too many'],
  ['a command with an argument too many', ['auth', 'status', 'surplus'], 'one argument too many'],
  ['a flag that the command has no use for', ['auth', 'login', '-i'], '--include has no meaning'],
  ['a missing path parameter', ['access-token', 'revokeAccessToken'], 'id is required'],
  ['an empty path parameter', ['access-token', 'revokeAccessToken', ''], 'must not be empty'],
  ['a path parameter of dots', ['access-token', 'revokeAccessToken', '..'], 'must not be ".."'],
  [
    'two values for one parameter',
    ['access-token', 'revokeAccessToken', '-p', 'id=a', '-p', 'id=b'],
    'takes one value',
  ],
  [
    'a body file that is not there',
    ['access-token', 'createAccessToken', '-d', '@no.json'],
    'there is no such file',
  ],
  ['a body that is no JSON', ['access-token', 'createAccessToken', '-d', '{"name":'], 'is not JSON'],
  ['an empty body', ['access-token', 'createAccessToken'], 'is empty'],
  ['a document that is not there', ['--definition', 'no.yaml', 'x'], 'no.yaml'],
]

test.each(mistakes)(
  '%s is told in five lines at most, with exit code 2 and no request',
  async (_, args, told) => {
    const server = await recordingServer()
    const env = { EPILOT_SERVER: server.url, EPILOT_TOKEN: 'token-of-the-test-1234' }

    const { code, stdout, stderr } = await epilot(args, { env })

    expect(stderr).toContain(told)
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(5)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ code, stdout, requests: server.requests }).toEqual({ code: 2, stdout: '', requests: [] })
  },
)

test.each(['EPILOT_TOKEN', 'EPILOT_SERVER', 'EPILOT_PROFILE'])(
  '%s that is set but empty is an error',
  async (name) => {
    const { code, stderr } = await epilot(listing, { env: { EPILOT_TOKEN: 'some-token', [name]: '' } })

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `epilot: ${name} is set, but empty. Unset ${name}, or give it a value.\n`,
    })
  },
)

test('a variable that is empty is an error for a call that has no use for it too', async () => {
  const { code, stderr } = await epilot(['access-token', 'getAccessTokenJwks'], { env: { EPILOT_TOKEN: '' } })

  expect(code).toBe(2)
  expect(stderr).toContain('EPILOT_TOKEN is set, but empty')
})

test('a value that is refused is one problem, and not missing too', async () => {
  const { stderr } = await epilot(['access-token', 'revokeAccessToken', '..', '-t', 'some-token'])

  expect(stderr).toBe(
    'epilot: revokeAccessToken: nothing was sent, 1 problem with the request\n  - id must not be "..".\n',
  )
})

test('all problems of a request are told at once', async () => {
  const { code, stderr } = await epilot([
    ...['access-token', 'createAccessToken', '-p', 'a=1', '-H', 'bad', '-t', 'some-token'],
    ...['-d', '{"token_type":"journey","expires_in":true,"more":1}'],
  ])

  expect(code).toBe(2)
  expect(stderr).toMatch(/^epilot: createAccessToken: nothing was sent, \d problems/)
  for (const told of ['no parameter "a"', '-H "bad"', "'name'", "'journey_id'", 'expires_in', '"more"']) {
    expect(stderr).toContain(told)
  }
})

test('with --json a mistake is one JSON line', async () => {
  const { code, stderr } = await epilot([...listing, '--json', '-p', 'x=1'])

  expect(code).toBe(2)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(stderr)).toMatchObject({
    error: { exitCode: 2, problems: [expect.stringContaining('"x"')] },
  })
})
