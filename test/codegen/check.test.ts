import { appendFile, copyFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/codegen/config.js'
import { generateApi, generateFromConfig, PeerError } from '../../src/codegen/index.js'
import { loadPeers } from '../../src/codegen/peers.js'
import { temporaryFolder } from './project.js'

const FILES = [
  'client.gen.ts',
  'document.gen.ts',
  'index.gen.ts',
  'openapi.gen.ts',
  'operations.gen.ts',
  'schema.gen.ts',
]

const options = (folder: string) => ({
  source: join(folder, 'openapi.json'),
  name: 'tokens',
  out: join(folder, 'out'),
  // Nothing is installed here: only the checksum can answer.
  cwd: folder,
})

async function generated(folder: string): Promise<ReturnType<typeof options>> {
  await copyFile('openapi.json', join(folder, 'openapi.json'))
  await generateApi(options(folder))
  return options(folder)
}

describe('generateApi with check', () => {
  it('finds nothing when nothing changed', async () => {
    await using folder = await temporaryFolder()
    const again = await generated(folder.path)

    const { differences, files } = await generateApi({ ...again, check: true })

    expect(differences).toEqual([])
    expect(files.toSorted()).toEqual(FILES.map((name) => join(again.out, name)))
  })

  it.each(FILES)('names %s when a byte of it changed', async (name) => {
    await using folder = await temporaryFolder()
    const again = await generated(folder.path)
    await appendFile(join(again.out, name), ' ')

    const { differences } = await generateApi({ ...again, check: true })

    expect(differences).toEqual([join(again.out, name)])
  })

  it('names a file that is gone, and writes nothing', async () => {
    await using folder = await temporaryFolder()
    const again = await generated(folder.path)
    await rm(join(again.out, 'client.gen.ts'))

    const { differences } = await generateApi({ ...again, check: true })

    expect(differences).toEqual([join(again.out, 'client.gen.ts')])
    expect(await readdir(again.out)).not.toContain('client.gen.ts')
  })

  it.each([
    ['the document', { source: 'changed.json' }],
    ['the name', { name: 'other' }],
    ['the import path of the runtime', { runtime: './core.js' }],
  ])('notices that %s changed', async (_what, change) => {
    await using folder = await temporaryFolder()
    const again = await generated(folder.path)
    const text = await readFile('openapi.json', 'utf8')
    await writeFile(join(folder.path, 'changed.json'), text.replace('Revokes an', 'Revokes one'))
    const source = 'source' in change ? join(folder.path, change.source) : again.source

    const { differences } = await generateApi({ ...again, ...change, source, check: true })

    expect(differences).toContain(join(again.out, 'index.gen.ts'))
  })

  it('does not mind how the document is written down', async () => {
    await using folder = await temporaryFolder()
    const again = await generated(folder.path)
    await writeFile(again.source, JSON.stringify(JSON.parse(await readFile(again.source, 'utf8'))))

    expect((await generateApi({ ...again, check: true })).differences).toEqual([])
  })
})

describe('generateFromConfig', () => {
  it('writes a folder for each API, paths counting from the configuration', async () => {
    await using folder = await temporaryFolder()
    await copyFile('openapi.json', join(folder.path, 'tokens.json'))
    await copyFile('test/fixtures/features.yaml', join(folder.path, 'features.yaml'))
    const config = join(folder.path, 'epilot.config.json')
    await writeFile(
      config,
      JSON.stringify({ out: 'src/epilot', apis: { tokens: 'tokens.json', feature: 'features.yaml' } }),
    )

    const { warnings } = await generateFromConfig(config)

    expect((await readdir(join(folder.path, 'src/epilot/tokens'))).sort()).toEqual(FILES)
    expect((await readdir(join(folder.path, 'src/epilot/feature'))).sort()).toEqual(FILES)
    expect(warnings).toEqual([expect.objectContaining({ source: join(folder.path, 'features.yaml') })])
    expect((await generateFromConfig(config, { check: true })).differences).toEqual([])
  })

  it('reads a configuration with a byte order mark', async () => {
    await using folder = await temporaryFolder()
    const config = join(folder.path, 'epilot.config.json')
    await writeFile(config, '\uFEFF{ "out": "x", "apis": { "a": "a.json" } }')

    expect(await readConfig(config)).toEqual([
      { name: 'a', source: join(folder.path, 'a.json'), out: join(folder.path, 'x/a') },
    ])
  })

  it('names the folder that it can not write to', async () => {
    await using folder = await temporaryFolder()
    const out = join(folder.path, 'file/tokens')
    await writeFile(join(folder.path, 'file'), '')

    await expect(generateApi({ source: 'openapi.json', name: 'tokens', out })).rejects.toThrow(
      `${out} can't be used:\n  /: `,
    )
  })

  it('writes nothing when one document is bad, and names every problem of all', async () => {
    await using folder = await temporaryFolder()
    await copyFile('openapi.json', join(folder.path, 'good.json'))
    await writeFile(
      join(folder.path, 'bad.json'),
      '{"openapi":"3.0.3","paths":{"/a":{"get":{"parameters":[{"$ref":"#/x"}]}},"b":{}}}',
    )
    const config = join(folder.path, 'epilot.config.json')
    await writeFile(
      config,
      JSON.stringify({ out: 'out', apis: { good: 'good.json', bad: 'bad.json', gone: 'gone.yaml' } }),
    )

    const error = await generateFromConfig(config).catch((reason: Error) => reason)

    expect(String(error)).toMatch(
      /bad\.json can't be used:\n {2}\/paths\/~1a\/get\/parameters\/0: .*\n {2}\/paths\/b: .*\n.*gone\.yaml/,
    )
    expect(await readdir(folder.path)).not.toContain('out')
  })

  it.each([
    ['no JSON', '{', /can't be read/],
    ['no folder', '{"apis":{"a":"b"}}', /\/out: /],
    ['no API', '{"out":"x","apis":{}}', /\/apis: /],
    ['a document that is no text', '{"out":"x","apis":{"a":1}}', /\/apis\/a: /],
    [
      'the name of a member of the SDK',
      '{"out":"x","apis":{"headers":"a.json"}}',
      /\/apis\/headers: .*another name/,
    ],
    ['a name that leaves the folder', '{"out":"x","apis":{"../a":"a.json"}}', /\/apis\/..~1a: /],
  ])('refuses a configuration with %s', async (_what, text, message) => {
    await using folder = await temporaryFolder()
    const config = join(folder.path, 'epilot.config.json')
    await writeFile(config, text)

    await expect(generateFromConfig(config)).rejects.toThrow(message)
  })
})

describe('the optional peers', () => {
  it('are found from the package when the working directory has none', async () => {
    await using folder = await temporaryFolder()

    expect(loadPeers(folder.path).ts.version).toMatch(/^5\./)
  })

  it('missing, are named with the command that installs them', async () => {
    await using folder = await temporaryFolder()
    const here = pathToFileURL(join(folder.path, 'peers.js')).href

    expect(() => loadPeers(folder.path, here)).toThrow(PeerError)
    expect(() => loadPeers(folder.path, here)).toThrow(/npm i -D openapi-typescript@7 typescript@5$/)
  })

  it('are refused when TypeScript has no compiler API', async () => {
    await using folder = await temporaryFolder()
    const modules = join(folder.path, 'node_modules')
    await mkdir(join(modules, 'typescript'), { recursive: true })
    await cp('node_modules/openapi-typescript/package.json', join(modules, 'openapi-typescript/package.json'))
    await mkdir(join(modules, 'openapi-typescript/dist'))
    await writeFile(join(modules, 'openapi-typescript/dist/index.cjs'), '')
    await writeFile(join(modules, 'typescript/package.json'), '{"name":"typescript","main":"index.js"}')
    await writeFile(join(modules, 'typescript/index.js'), 'exports.version = "7.0.1"')

    expect(() => loadPeers(folder.path)).toThrow(/7\.0\.1 has none\. Run: npm i -D/)
  })

  it.each([
    ['another version', '', /openapi-typescript 7 is needed.* Run: npm i -D/],
    ['one that fails to load', 'throw new Error("broken\\nstack")', /it can't: broken\. Run: npm i -D/],
  ])('are refused when openapi-typescript is %s', async (_what, code, message) => {
    await using folder = await temporaryFolder()
    const modules = join(folder.path, 'node_modules/openapi-typescript')
    await mkdir(modules, { recursive: true })
    await writeFile(join(modules, 'package.json'), '{"name":"openapi-typescript","main":"index.js"}')
    await writeFile(join(modules, 'index.js'), code)
    await symlink(resolve('node_modules/typescript'), join(folder.path, 'node_modules/typescript'))

    expect(() => loadPeers(folder.path)).toThrow(PeerError)
    expect(() => loadPeers(folder.path)).toThrow(message)
  })
})
