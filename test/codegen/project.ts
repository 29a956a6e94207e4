import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { type GenerateResult, generateApi } from '../../src/codegen/index.js'

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'epilot-codegen-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** The files that a document gives, by name. */
export async function generateFiles(
  document: string | object,
  name = 'feature',
): Promise<{ files: Record<string, string>; warnings: GenerateResult['warnings'] }> {
  await using folder = await temporaryFolder()
  const source = typeof document === 'string' ? document : join(folder.path, 'openapi.json')
  if (typeof document !== 'string') await writeFile(source, JSON.stringify(document))
  const out = join(folder.path, 'out')
  const { warnings } = await generateApi({ source, name, out })
  const names = (await readdir(out)).sort()
  const texts = await Promise.all(names.map((file) => readFile(join(out, file), 'utf8')))
  return { files: Object.fromEntries(names.map((file, index) => [file, texts[index] ?? ''])), warnings }
}

const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
}

/** Files that every program of this process shares. */
const libraries = new Map<string, ts.SourceFile | undefined>()

/** Compiles generated files and a program that uses them, under the strictest flags, in memory. */
export function compile(
  files: Record<string, string>,
  {
    options,
    packageType = 'module',
  }: { options?: ts.CompilerOptions; packageType?: 'module' | 'commonjs' } = {},
): { errors: string[]; instantiations: number } {
  const root = resolve(`test/codegen/.virtual-${packageType}`)
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(root, name), text]))
  texts.set(join(root, 'package.json'), JSON.stringify({ type: packageType }))
  const all = { ...strictest, ...options, paths: { '@epilot/sdk/core': [resolve('src/core/index.ts')] } }
  const host = ts.createCompilerHost(all)
  const { fileExists, readFile: read, getSourceFile } = host
  host.fileExists = (name) => texts.has(name) || fileExists(name)
  host.directoryExists = (name) => name.startsWith(root) || ts.sys.directoryExists(name)
  host.readFile = (name) => texts.get(name) ?? read(name)
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name)
    if (text !== undefined) return ts.createSourceFile(name, text, version)
    const file = libraries.get(name) ?? getSourceFile(name, version, ...rest)
    libraries.set(name, file)
    return file
  }
  const program = ts.createProgram(
    [...texts.keys()].filter((name) => name.endsWith('.ts')),
    all,
    host,
  )
  const diagnostics = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => !file || texts.has(file.fileName))
  return {
    errors: diagnostics.map(({ file, start, messageText }) => {
      const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
      const name = file ? file.fileName.slice(root.length + 1) : ''
      return `${name}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    }),
    instantiations: program.getInstantiationCount(),
  }
}
