import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { describe, expect, inject, it } from 'vitest'
import { run } from './process.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const consumer = inject('consumer')
const installed = inject('installed')
const tarball = inject('tarball')

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const packageJson = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))

const stringsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(stringsOf)

/** The module and everything it imports by a relative path, at once or later. */
const reachableFrom = async (path: string, seen = new Set<string>()): Promise<Set<string>> => {
  if (seen.has(path)) return seen
  seen.add(path)
  const text = await readFile(path, 'utf8')
  for (const [, specifier] of text.matchAll(/(?:from|import|import\(|require\()\s*["'](\.[^"']+)["']/g)) {
    await reachableFrom(join(path, '..', specifier as string), seen)
  }
  return seen
}

describe('the packed package', () => {
  it('holds the build, the document, README and licence, and no source map', async () => {
    const files = (await filesBelow(installed)).map((path) => relative(installed, path))
    expect(files.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
      'LICENSE',
      'README.md',
      'openapi.json',
      'package.json',
    ])
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([])
    const mapped = await Promise.all(
      files.map(async (path) =>
        (await readFile(join(installed, path), 'utf8')).includes('//# sourceMappingURL='),
      ),
    )
    expect(files.filter((_path, index) => mapped[index])).toEqual([])
  })

  it('depends on axios, openapi-client-axios and js-yaml alone and runs nothing on install', async () => {
    const { dependencies, scripts } = (await packageJson()) as Record<string, Record<string, string>>
    expect(Object.keys(dependencies ?? {}).sort()).toEqual(['axios', 'js-yaml', 'openapi-client-axios'])
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']
    expect(Object.keys(scripts ?? {}).filter((name) => hooks.includes(name))).toEqual([])
  })

  it('has every file that package.json names', async () => {
    const { bin, exports, imports } = await packageJson()
    const paths = stringsOf([bin, exports, imports])
    expect(paths.length).toBeGreaterThan(20)
    const sizes = await Promise.all(paths.map(async (path) => (await stat(join(installed, path))).size))
    expect(sizes.every((size) => size > 0)).toBe(true)
  })

  it('has no finding in publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  it('has no finding in are-the-types-wrong', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
    const { code, stdout, stderr } = await run(
      process.execPath,
      [attw, tarball, '--profile', 'node16', '--no-color'],
      {
        cwd: consumer,
      },
    )
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toContain('@epilot/sdk/access-token/verify')
  })

  it('has types that import axios and its own files only', async () => {
    const files = (await filesBelow(join(installed, 'dist'))).filter((path) => /\.d\.c?ts$/.test(path))
    expect(files.length).toBeGreaterThan(10)
    const specifiers = await Promise.all(
      files.map(async (path) =>
        [...(await readFile(path, 'utf8')).matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].map(
          ([, name]) => name as string,
        ),
      ),
    )
    const foreign = specifiers.flat().filter((name) => name !== 'axios' && !name.startsWith('./'))
    expect([...new Set(foreign)]).toEqual([])
  })

  it.each(['index', 'access-token', 'access-token-verify', 'core', 'openapi'])(
    'makes no code from strings in %s',
    async (entry) => {
      const files = [
        ...(await reachableFrom(join(installed, 'dist', `${entry}.js`))),
        ...(await reachableFrom(join(installed, 'dist', `${entry}.cjs`))),
      ]
      const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')))
      expect(
        files.filter((_path, index) => /\bnew Function\b|\beval\(/.test(texts[index] as string)),
      ).toEqual([])
    },
  )

  it('installs at most 6 MB', async () => {
    const sizes = await Promise.all(
      (await filesBelow(join(consumer, 'node_modules'))).map(async (path) => (await stat(path)).size),
    )
    const own = await Promise.all((await filesBelow(installed)).map(async (path) => (await stat(path)).size))
    const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)
    console.log(
      `installed: ${sum(sizes)} bytes in ${sizes.length} files, of them our own ${sum(own)} (at most 6000000)`,
    )
    expect(sum(sizes)).toBeLessThanOrEqual(6_000_000)
  })

  it('has no known vulnerability, where the registry can tell', async () => {
    const { stdout } = await run('npm', ['audit', '--omit=dev', '--json'], { cwd: consumer, timeout: 60_000 })
    const { metadata } = JSON.parse(stdout || '{}')
    console.log(
      `npm audit: ${metadata ? `${metadata.vulnerabilities.total} vulnerabilities` : 'not offered by the registry'}`,
    )
    expect(metadata?.vulnerabilities.total ?? 0).toBe(0)
  })
})
