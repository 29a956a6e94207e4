import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import {
  type Bundle,
  bareAxios,
  bundle,
  bundleOneFile,
  dynamicImports,
  gzipSize,
  gzipSizes,
  loadedWith,
  subpathProgram,
} from './bundle.js'

const consumer = inject('consumer')
const installed = inject('installed')

const facadeProgram = `import { epilot } from '@epilot/sdk'
epilot.authorize(() => '<token>')
epilot.accessToken.listAccessTokens().then(({ data }) => console.log(data))`

/** Descriptions, summaries, titles and examples of the document: text that only documentation needs. */
const documentTexts = async (): Promise<string[]> => {
  const texts = new Set<string>()
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string' && ['description', 'title'].includes(key)) texts.add(value)
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) collect(member, name)
    }
  }
  collect(JSON.parse(await readFile(join(installed, 'openapi.json'), 'utf8')), '')
  return [...texts].flatMap((text) => text.split('\n')).filter((line) => line.length > 12)
}

let axiosSize: number
beforeAll(async () => {
  axiosSize = gzipSize(await bundleOneFile({ consumer, code: bareAxios }))
})

describe('a one-file bundle of @epilot/sdk/access-token', () => {
  it('has no text of the document in it', async () => {
    const code = await bundleOneFile({ consumer, code: subpathProgram })
    const texts = await documentTexts()
    expect(texts.length).toBeGreaterThan(20)
    const found = texts.filter(
      (text) => code.includes(text) || code.includes(JSON.stringify(text).slice(1, -1)),
    )
    console.log(`texts of the document in the subpath bundle: ${found.length} of ${texts.length}`)
    expect(found).toEqual([])
  })

  it('has no serializer or scheme in it that no operation uses', async () => {
    const code = await bundleOneFile({ consumer, code: subpathProgram, minify: false })
    const unused = [
      'deepObject',
      'pipeDelimited',
      'spaceDelimited',
      'labelExplode',
      'matrixExplode',
      'formUrlEncoded',
      'multipart',
      'apiKey',
      'basic',
    ]
    const core = await bundleOneFile({
      consumer,
      code: `import * as core from '@epilot/sdk/core'; console.log(core)`,
      minify: false,
    })
    const declared = (name: string, text: string): boolean =>
      new RegExp(`(var|let|const|function) ${name}\\b`).test(text)
    expect(unused.filter((name) => !declared(name, core))).toEqual([])
    expect(unused.filter((name) => declared(name, code))).toEqual([])
  })

  it('has no verifier and no jose in it', async () => {
    const { metafile } = await bundle({ consumer, code: subpathProgram })
    const verifier = await bundleOneFile({
      consumer,
      code: `import { createTokenVerifier } from '@epilot/sdk/access-token/verify'; createTokenVerifier()`,
    })
    expect(verifier).toContain('ERR_JWKS')
    expect(
      Object.keys(metafile.inputs).filter(
        (path) =>
          /verify|emulator|openapi\./.test(path) &&
          (metafile.outputs['entry.js']?.inputs[path]?.bytesInOutput ?? 0) > 0,
      ),
    ).toEqual([])
    expect(await bundleOneFile({ consumer, code: subpathProgram })).not.toContain('ERR_JWKS')
  })

  it.each(['@epilot/sdk', '@epilot/sdk/access-token', '@epilot/sdk/openapi'])(
    'needs nothing of Node in React Native: %s',
    async (entry) => {
      const code = await bundleOneFile({
        consumer,
        code: `export * from '${entry}'`,
        platform: 'neutral',
        conditions: ['react-native'],
      })
      expect(code).toContain('ApiError')
      expect(code).not.toContain('node:')
    },
  )

  it.each([
    '@epilot/sdk',
    '@epilot/sdk/access-token',
    '@epilot/sdk/access-token/verify',
    '@epilot/sdk/core',
    '@epilot/sdk/openapi',
  ])('leaves nothing of an unused import of %s', async (entry) => {
    const left = await bundleOneFile({ consumer, code: `import * as unused from '${entry}'` })
    console.log(`unused import of ${entry}: ${left.length} bytes`)
    expect(left).toBe('')
  })
})

describe('the root entry with code splitting', () => {
  let bundled: Bundle
  beforeAll(async () => {
    bundled = await bundle({ consumer, code: facadeProgram, splitting: true })
  })

  it('is an initial chunk of at most 2,048 bytes without axios', () => {
    const initial = loadedWith(bundled, 'entry.js')
    const size = gzipSizes(bundled, initial)
    console.log(`root entry, initial chunk: ${size} bytes min+gzip (at most 2048)`)
    expect(size).toBeLessThanOrEqual(2_048)
    expect([...initial].flatMap((name) => inputsFromAxios(bundled, name))).toEqual([])
  })

  it('loads at most bare axios and 5,120 bytes more on the first call', () => {
    const initial = loadedWith(bundled, 'entry.js')
    const apis = dynamicImports(bundled, initial).filter((name) =>
      bundled.metafile.outputs[name]?.exports.includes('getClient'),
    )
    expect(apis).toHaveLength(1)
    const added = [...loadedWith(bundled, apis[0] as string)].filter((name) => !initial.has(name))
    const size = gzipSizes(bundled, added)
    console.log(
      `root entry, first call loads: ${size} bytes min+gzip, bare axios ${axiosSize}, added ${size - axiosSize} (at most 5120)`,
    )
    expect(added.flatMap((name) => inputsFromAxios(bundled, name)).length).toBeGreaterThan(0)
    expect(size - axiosSize).toBeLessThanOrEqual(5_120)
  })
})

const inputsFromAxios = (bundled: Bundle, name: string): string[] =>
  Object.entries(bundled.metafile.outputs[name]?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => path.includes('node_modules/axios/') && bytesInOutput > 0)
    .map(([path]) => path)
