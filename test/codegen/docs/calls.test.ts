import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { report } from '../../../src/cli/report.js'
import { run } from '../../../src/cli/run.js'
import { openTerminal, type Terminal } from '../../../src/cli/terminal.js'
import { printDocs } from '../../../src/codegen/docs/index.js'
import { authorize } from '../../../src/core/index.js'
import type { OpenAPIDocument } from '../../../src/core/types.js'
import { startMock } from '../../../src/emulator/index.js'
import { flattenDocument } from '../../../src/openapi/flatten.js'
import { createClientFromDocument } from '../../../src/openapi/index.js'
import { loadDocument } from '../../../src/openapi/load.js'
import { samplesOf } from '../../docs/samples.js'
import { compile, generateFiles, temporaryFolder } from '../project.js'
import { awkward } from './awkward.js'

const documents: [string, () => Promise<OpenAPIDocument>][] = [
  ['every feature', () => loadDocument('test/fixtures/features.yaml')],
  ['values that are easily refused', () => Promise.resolve(awkward)],
]

const pagesOf = (document: OpenAPIDocument): { sdk: string; cli: string } => {
  const [sdk = '', cli = ''] = printDocs(flattenDocument(document), {
    name: 'feature',
    file: 'feature',
    entry: './index.gen.js',
    command: 'epilot',
    commandLine: { flags: [], environment: [], exitCodes: [] },
  }).map(({ text }) => text)
  return { sdk, cli }
}

/** Calls of the SDK page, without those of the usage and of errors, which set up their own client. */
const sdkCalls = (page: string): string[] =>
  samplesOf(page, 'sdk')
    .filter(({ language, code }) => language === 'ts' && code.startsWith('const { data } = await client'))
    .map(({ code }) => code)

/** Words of each command line of the CLI page, as a shell reads them. */
const commandLines = (page: string): string[][] => {
  const commands = samplesOf(page, 'cli').filter(
    // Of the first sample, which also lists the operations, the call is among those that follow.
    ({ language, code }) => language === 'bash' && !code.startsWith('#'),
  )
  const script = [
    'cat() { :; }',
    `epilot() { printf '%s\\0' "$#" "$@"; }`,
    ...commands.map(({ code }) => code),
  ]
  const words = execFileSync('bash', ['-c', script.join('\n')], { encoding: 'utf8' }).split('\0')
  const lines: string[][] = []
  for (let index = 0; index < words.length - 1; index += 1 + Number(words[index]))
    lines.push(words.slice(index + 1, index + 1 + Number(words[index])))
  return lines
}

type Send = (client: unknown) => Promise<unknown>
const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => Send

const CREDENTIALS = {
  Bearer: 'token',
  OAuth: 'token',
  Key: 'key',
  Cookie: 'session',
  Basic: { username: 'user', password: 'password' },
}

describe.each(documents)('the pages of a document with %s', (_name, load) => {
  it('have calls in TypeScript that compile, and that the API accepts', async () => {
    const document = await load()
    const calls = sdkCalls(pagesOf(document).sdk)
    const { files } = await generateFiles(document)
    for (const [index, code] of calls.entries())
      files[`call-${index}.ts`] =
        `import { getClient } from './index.gen.js'\nconst client = getClient()\n${code}\nexport const result: unknown = data\n`
    expect(compile(files, { options: { isolatedDeclarations: false } }).errors).toEqual([])

    const mock = await startMock({ document })
    const security = Object.keys(flattenDocument(document).securitySchemes)
    const known = Object.fromEntries(Object.entries(CREDENTIALS).filter(([name]) => security.includes(name)))
    const client = await createClientFromDocument(document, { server: mock.url, retry: false })
    authorize(client, known)
    const refused: string[] = []
    for (const code of calls)
      await new AsyncFunction('client', code)(client).catch((error) => refused.push(`${code}\n${error}`))
    await mock.close()
    expect(calls.length).toBeGreaterThan(8)
    expect(refused).toEqual([])
  })

  it('have command lines that are sent, and that the API accepts', async () => {
    const document = await load()
    await using folder = await temporaryFolder()
    const [definition, file] = [join(folder.path, 'api.json'), join(folder.path, 'file')]
    await writeFile(definition, JSON.stringify(document))
    await writeFile(file, '...')
    const mock = await startMock({ document })
    const refused: string[] = []
    const lines = commandLines(pagesOf(document).cli)
    const opened = openTerminal({ EPILOT_SERVER: mock.url, XDG_CONFIG_HOME: folder.path })
    let body = ''
    for (const line of lines) {
      const words = line.map((word) => word.replace('@file', `@${file}`))
      const isPiped = !words.includes('-d') || words.includes('-')
      if (!isPiped) body = words[words.indexOf('-d') + 1] ?? ''
      const said: string[] = []
      const terminal: Terminal = {
        ...opened,
        stdin: Object.assign(Readable.from([body]), { isTTY: false }) as unknown as NodeJS.ReadStream,
        interactive: false,
        print: () => {},
        say: (text) => said.push(text),
      }
      const argv = ['--definition', definition, ...words, '--token', 'token', '--yes']
      const code = await run(argv, terminal).catch((error: unknown) => report(error, terminal, false))
      if (code !== 0) refused.push(`${line.join(' ')}\n${said.join('\n')}`)
    }
    await mock.close()
    expect(lines.length).toBeGreaterThan(20)
    expect(refused).toEqual([])
  })
})
