import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import ts from 'typescript'
import { type GenerateResult, generateFromConfig } from '../../src/codegen/index.js'
import type { ApiDefinition } from '../../src/core/types.js'
import type { createSDK } from '../../src/index.js'
import type { DocumentSource } from './sources.js'

/** The package by its source, where a user has it installed. */
const PACKAGE = { '@epilot/sdk': resolve('src/index.ts'), '@epilot/sdk/core': resolve('src/core/index.ts') }

/** Writes all APIs into a folder, as `epilot generate` does from a configuration. */
export const generate = async (folder: string, sources: DocumentSource[]): Promise<GenerateResult> => {
  const config = join(folder, 'epilot.config.json')
  const apis = Object.fromEntries(sources.map(({ name, file }) => [name, file]))
  await writeFile(config, JSON.stringify({ out: 'apis', apis }))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  return generateFromConfig(config)
}

const STRICTEST: ts.CompilerOptions = {
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

/** Errors of the compiler in the files of a folder, all in one program. */
export const compileErrors = (folder: string, files: string[]): string[] => {
  const paths = Object.fromEntries(Object.entries(PACKAGE).map(([name, file]) => [name, [file]]))
  const program = ts.createProgram(files, { ...STRICTEST, paths })
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(folder))
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...program.getDeclarationDiagnostics(file),
    ])
    .map(({ file, start = 0, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
      return `${file?.fileName.slice(folder.length + 1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
}

/** The generated APIs, ready to call. */
export interface Loaded {
  createSDK: typeof createSDK
  apis: Record<string, { api: { definition: ApiDefinition } }>
}

/** Bundles the entries with the runtime that they share, and loads them. */
export const load = async (folder: string, names: string[]): Promise<Loaded> => {
  const outfile = join(folder, 'apis.mjs')
  const entries = names.map((name) => `import * as ${name} from './apis/${name}/index.gen.ts'\n`)
  await build({
    stdin: {
      contents: `${entries.join('')}export { createSDK } from '@epilot/sdk'\nexport const apis = { ${names.join(', ')} }`,
      resolveDir: folder,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    alias: PACKAGE,
    // Its CommonJS dependencies require Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile).href)
}
