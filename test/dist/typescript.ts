import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './process.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** How a consumer's project is set up. */
export interface ConsumerKind {
  name: string
  type: 'module' | 'commonjs'
  compilerOptions: Record<string, unknown>
  /** Imports have to be written `import x = require(...)`. */
  importEquals?: boolean
}

const esm = { type: 'module', verbatimModuleSyntax: true } as const

export const consumerKinds: ConsumerKind[] = [
  kind('ESM, nodenext', esm, { module: 'NodeNext', moduleResolution: 'NodeNext' }),
  kind('ESM, node16', esm, { module: 'Node16', moduleResolution: 'Node16' }),
  kind('ESM, bundler', esm, { module: 'ESNext', moduleResolution: 'Bundler' }),
  kind('CJS, nodenext', { type: 'commonjs' }, { module: 'NodeNext', moduleResolution: 'NodeNext' }),
  kind('CJS, node16', { type: 'commonjs' }, { module: 'Node16', moduleResolution: 'Node16' }),
  {
    ...kind('CJS, bundler', { type: 'commonjs' }, { module: 'Preserve', moduleResolution: 'Bundler' }),
    importEquals: true,
  },
]

function kind(
  name: string,
  { type, ...syntax }: { type: 'module' | 'commonjs'; verbatimModuleSyntax?: true },
  modules: Record<string, unknown>,
): ConsumerKind {
  return { name, type, compilerOptions: { ...modules, ...syntax } }
}

/** A program that uses every entry of the package. */
export const everyEntry = `import { createSDK, epilot, type ApiError as RootError, type SDK } from '@epilot/sdk'
import { authorize, createClient, getClient, openapi, type Client } from '@epilot/sdk/access-token'
import { createTokenVerifier } from '@epilot/sdk/access-token/verify'
import { bearer, defineApi } from '@epilot/sdk/core'
import { createClientFromDocument } from '@epilot/sdk/openapi'
import { startEmulator } from '@epilot/sdk/emulator'

export const sdk: SDK = createSDK({ token: 'token' })
export const client: Client = authorize(getClient(), async () => 'token')
export const failed = (error: RootError): number | undefined => error.status
export const used = [epilot, createClient, openapi, createTokenVerifier, bearer, defineApi, createClientFromDocument, startEmulator]
`

const strictest = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  isolatedModules: true,
  skipLibCheck: false,
  noEmit: true,
}

export interface TypeCheck {
  /** Project that has the package installed. */
  consumer: string
  kind: ConsumerKind
  /** Programs by file name, written as ES modules. */
  files: Record<string, string>
  compilerOptions?: Record<string, unknown>
  /** Path of the compiler's executable module. @default the one that builds the package */
  tsc?: string
}

export interface TypeCheckResult {
  /** What the compiler complains about; empty when the programs are right. */
  errors: string
  /** Type instantiations, as `--extendedDiagnostics` counts them. */
  instantiations: number
}

/** Type-checks programs in a project of their own below the consumer. */
export const typeCheck = async (check: TypeCheck): Promise<TypeCheckResult> => {
  const folder = await mkdtemp(join(check.consumer, 'types-'))
  const typeRoots = [join(root, 'node_modules/@types')]
  const compilerOptions = { ...strictest, typeRoots, ...check.kind.compilerOptions, ...check.compilerOptions }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: check.kind.type }))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*'] }))
  for (const [name, text] of Object.entries(check.files)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, check.kind.importEquals ? withImportEquals(text) : text)
  }
  const tsc = check.tsc ?? join(root, 'node_modules/typescript/bin/tsc')
  const { code, stdout, stderr } = await run(
    process.execPath,
    [tsc, '-p', folder, '--extendedDiagnostics', '--pretty', 'false'],
    {
      cwd: folder,
    },
  )
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1] ?? Number.NaN)
  return { errors: code === 0 ? '' : errorLines(stdout) || stderr, instantiations }
}

const errorLines = (output: string): string =>
  output
    .split('\n')
    .filter((line) => /error TS/.test(line) || /^\s{2}\S/.test(line))
    .join('\n')

/** `import { a, type B } from 'x'` as `import x = require('x')` with a destructuring and a type alias. */
const withImportEquals = (text: string): string => {
  let modules = 0
  return text.replace(/^import \{([^}]*)\} from ('[^']+')$/gm, (_line, list: string, specifier: string) => {
    const required = `required${++modules}`
    const names = list.split(',').map((name) => name.trim())
    const values = names.filter((name) => !name.startsWith('type '))
    const types = names.filter((name) => name.startsWith('type ')).map((name) => name.slice(5).split(' as '))
    return [
      `import ${required} = require(${specifier})`,
      `const { ${values.join(', ').replaceAll(' as ', ': ')} } = ${required}`,
      ...types.map(([name, alias = name]) => `type ${alias} = ${required}.${name}`),
    ].join('\n')
  })
}
