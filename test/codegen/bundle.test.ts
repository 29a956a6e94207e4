import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateFiles, temporaryFolder } from './project.js'

let files: Record<string, string>

beforeAll(async () => {
  ;({ files } = await generateFiles('test/fixtures/features.yaml'))
})

/** The file that package.json puts in its place for browsers. */
const browserPlatform: Plugin = {
  name: 'browser-platform',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/platform\.js$/ }, () => ({ path: resolve('src/core/platform-browser.ts') })),
}

/** What a bundler makes of a program beside the generated files, in a project that says nothing about side effects. */
async function bundle(program: string): Promise<string> {
  await using folder = await temporaryFolder()
  await mkdir(join(folder.path, 'feature'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, 'feature', name), text)
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder.path },
    alias: { '@epilot/sdk/core': resolve('src/core/index.ts') },
    nodePaths: [resolve('node_modules')],
    plugins: [browserPlatform],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

describe('a bundle with generated files', () => {
  it('keeps nothing of an import that is not used', async () => {
    const program = "import { getClient, isApiError, openapi } from './feature/index.gen.js'\nconsole.log(1)"

    expect((await bundle(program)).trim()).toBe('console.log(1);')
  })

  it('has no text of the document, and no style that the API does not use', async () => {
    const code = await bundle(
      "import { getClient } from './feature/index.gen.js'\ngetClient().listPets({ 'x-tenant': 'a' })",
    )

    expect(code).toContain('/search/{kinds}/{point}')
    expect(code).not.toContain('Lists pets')
    expect(code).not.toContain('An API that uses everything')
  })
})
