import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { apis } from '../../src/apis/registry.gen.js'
import { facadeName, shippedApis } from '../../src/cli/catalog.js'
import { commands, variables } from '../../src/cli/commands.js'
import { exitCodes } from '../../src/cli/errors.js'
import { flags, spellings } from '../../src/cli/flags.js'
import { epilot } from './command.js'

const help = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await epilot(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('the APIs of the command line are those of the package', () => {
  expect(shippedApis.map(({ name }) => facadeName(name))).toEqual(Object.keys(apis))
})

test.each([[[]], [['--help']], [['-h']], [['help']]])(
  'epilot %j shows commands, flags, variables and exit codes',
  async (args) => {
    const text = await help(...args)

    for (const { name } of [...commands, ...variables]) expect(text).toContain(name)
    for (const flag of flags.filter(({ commandOnly }) => !commandOnly))
      expect(text).toContain(spellings(flag).at(-1))
    for (const { code, meaning } of exitCodes)
      expect(text).toMatch(new RegExp(`^ +${code} +${meaning.slice(0, 20).replace('(', '\\(')}`, 'm'))
  },
)

test('no line of help is wider than a terminal', async () => {
  const texts = await Promise.all([
    help(),
    help('access-token'),
    help('auth'),
    help('profile', 'create', '--help'),
  ])

  for (const line of texts.join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test.each(commands.map(({ name }) => [name]))(
  'epilot %s --help shows usage, flags and an example',
  async (name) => {
    const text = await help(...name.split(' '), '--help')

    expect(text).toContain(`Usage\n  epilot ${name}`)
    expect(text).toContain('Flags\n')
    expect(text).toMatch(/Examples\n {2}.*epilot /)
  },
)

test('help of an operation lists parameters with their values', async () => {
  const text = await help('access-token', 'listAccessTokens', '--help')

  expect(text).toContain('GET /v1/access-tokens')
  expect(text).toMatch(
    /token_type +\(api \| journey \| portal \| assume \| app\)\[\], query\. Filter by token types/,
  )
  expect(text).toContain('epilot access-token listAccessTokens -p token_type=api\n')
})

test("help of an operation lists the body's fields and an example per variant, as plain text", async () => {
  const text = await help('access-token', 'createAccessToken', '-h')

  expect(text).toContain('Access Token type: API (default if not specified):')
  expect(text).not.toMatch(/\*\*|`/)
  expect(text).toMatch(/name +string, required\. Human readable name/)
  expect(text).toMatch(/journey_id +string, for journey only, required/)
  for (const type of ['api', 'journey', 'portal', 'assume', 'app']) {
    expect(text).toMatch(new RegExp(`createAccessToken -d '\\{.*"token_type":"${type}".*\\}'`))
  }
})

test("every example in an operation's help can be run as it stands", async () => {
  const text = await help('access-token', 'createAccessToken', '--help')
  const bodies = [...text.matchAll(/-d '(.*)'$/gm)].map(([, body = '']) => body)

  const results = await Promise.all(
    bodies.map((body) => epilot(['access-token', 'createAccessToken', '-d', body, '--dry-run'])),
  )

  expect(bodies).toHaveLength(5)
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
})

test('epilot access-token --json lists operations with parameters', async () => {
  const list = JSON.parse(await help('access-token', '--json')) as { id: string; parameters: unknown[] }[]

  expect(list).toHaveLength(7)
  expect(list.find(({ id }) => id === 'listAccessTokens')).toEqual({
    id: 'listAccessTokens',
    method: 'GET',
    path: '/v1/access-tokens',
    summary: 'Lists all Access Tokens for current user (by default excludes system generated tokens)',
    tag: 'Access Tokens',
    public: false,
    parameters: [
      {
        name: 'token_type',
        in: 'query',
        required: false,
        type: 'array',
        items: 'string',
        values: ['api', 'journey', 'portal', 'assume', 'app'],
        description: 'Filter by token types',
      },
    ],
  })
})

test('the help of an operation asks for stdin where its body is optional, as nothing else reads it', async () => {
  const features = ['--definition', resolve('test/fixtures/features.yaml')]
  expect(await help(...features, 'patchPet', '--help')).toMatch(
    /cat body\.json \| epilot .*patchPet .* -d -\n/,
  )
  expect(await help('access-token', 'createAccessToken', '--help')).toMatch(
    /cat body\.json \| epilot .*createAccessToken\n/,
  )
})
