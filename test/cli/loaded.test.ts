import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { epilot, temporaryFolder } from './command.js'
import { json, recordingServer } from './recording-server.js'

/** Names of the package's files that a command line loads. */
async function loadedBy(args: string[]): Promise<string[]> {
  const coverage = await mkdtemp(join(await temporaryFolder(), 'coverage-'))
  const { code } = await epilot(args, { env: { NODE_V8_COVERAGE: coverage } })
  expect(code).toBe(0)
  const reports = await Promise.all(
    (await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')),
  )
  const urls = reports.flatMap((report) => {
    const { result } = JSON.parse(report) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  })
  return [...new Set(urls)].flatMap((url) => url.split('/dist/')[1] ?? []).toSorted()
}

/** What only some command lines need. */
const heavy = [
  'jsonata',
  'prompts',
  'table',
  'validator',
  'load',
  'generate',
  'emulator',
  'access-token-verify',
]

const usedBy = async (args: string[]): Promise<string[]> => {
  const files = await loadedBy(args)
  return heavy.filter((name) => files.some((file) => new RegExp(`(^|/)${name}\\.c?js$`).test(file)))
}

test('help is one file', async () => {
  expect(await loadedBy(['--help'])).toEqual(['cli/index.js'])
})

test.each<[string, string[], string[]]>([
  ['a list', ['listAccessTokens', '--json', '-p', 'token_type=api'], []],
  ['a body', ['createAccessToken', '-d', '{"name":"x"}'], ['validator']],
  ['a transform', ['listAccessTokens', '--jsonata', '$'], ['jsonata']],
  ['a table', ['listAccessTokens', '--output', 'table'], ['table']],
])('%s loads what it needs, and no more', async (_, args, used) => {
  const server = await recordingServer(() => json([]))

  expect(await usedBy(['access-token', ...args, '-s', server.url, '-t', 'some-token'])).toEqual(used)
})
