import { fileURLToPath } from 'node:url'
import type { Sample } from './samples.js'

const source = fileURLToPath(new URL('../../src', import.meta.url))

/** Where samples may take a name from that they use without importing it. */
const EXPORTS: Record<string, string[]> = {
  '@epilot/sdk': ['epilot', 'createSDK'],
  '@epilot/sdk/access-token': ['authorize', 'createClient', 'getClient', 'isApiError'],
  '@epilot/sdk/access-token/verify': ['createTokenVerifier', 'isTokenError'],
  '@epilot/sdk/emulator': ['startEmulator', 'startMock'],
  'node:fs/promises': ['readFile'],
  '@epilot/sdk/openapi': ['createClientFromDocument', 'isDocumentError'],
  [`${source}/codegen/index.js`]: ['generateApi', 'generateFromConfig'],
  [`${source}/core/index.js`]: ['defineApi'],
  [`${source}/openapi/compile.js`]: ['compileModel'],
  [`${source}/openapi/flatten.js`]: ['flattenDocument'],
  [`${source}/openapi/load.js`]: ['loadDocument'],
  [`${source}/openapi/resolve.js`]: ['resolveRef'],
}

/** Whether a program is about the source rather than the package: of what is not exported. */
export const isInternal = (program: string): boolean => program.includes(`'${source}/`)

/** What a page or the surrounding program has set up, by the name that samples use. */
const SURROUNDINGS: Record<string, string> = {
  client: "const client = authorize(getClient(), process.env.EPILOT_TOKEN ?? '')",
  readToken: "const readToken = () => process.env.EPILOT_TOKEN ?? ''",
  token: "const token = process.env.EPILOT_TOKEN ?? ''",
  server: "const server = process.env.EPILOT_SERVER ?? ''",
  document: "const document = await loadDocument('openapi.json')",
  error: 'const error: unknown = undefined',
}

/** Marks the answer among what a program prints. */
export const ANSWER_MARK = 'the answer: '

/** A sample as a program of its own: with its surroundings, and printing the answer that is shown for it. */
export const programOf = ({ code, answer, page }: Sample): string => {
  const type = /^type (\w+) =/.exec(code)?.[1]
  if (type !== undefined) return `${code}\n${sameType(type)}`
  const lines = [code]
  for (const [name, declaration] of Object.entries(SURROUNDINGS))
    if (uses(lines, name) && !declares(lines, name)) lines.unshift(declaration)
  for (const [module, names] of Object.entries(EXPORTS)) {
    const missing = names.filter((name) => uses(lines, name) && !declares(lines, name))
    const mayImport = page.startsWith('src/') || lines.length > 1
    if (mayImport && missing.length > 0) lines.unshift(`import { ${missing.join(', ')} } from '${module}'`)
  }
  if (answer !== undefined) lines.push(`console.log(${JSON.stringify(ANSWER_MARK)} + JSON.stringify(data))`)
  return `${lines.join('\n')}\nexport {}\n`
}

const withoutText = (lines: readonly string[]): string =>
  lines.join('\n').replace(/\/\/.*$|'(?:[^'\\\n]|\\.)*'/gm, "''")

const uses = (lines: readonly string[], name: string): boolean =>
  new RegExp(`(?<![.\\w$])${name}(?![\\w$]|\\s*:)`).test(withoutText(lines))

const declares = (lines: readonly string[], name: string): boolean => {
  const text = withoutText(lines)
  const words = `(?:const|let|function)\\s+${name}\\b|import (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\}|catch \\(${name}\\)`
  return new RegExp(`${words}|\\(${name}\\b[^)]*\\) (?:=>|\\{)|\\(\\(?${name}(?::[^)]*)?\\) =>`).test(text)
}

/** Fails to compile unless the type shown is the one that the package exports. */
const sameType = (
  name: string,
): string => `import type { ${name} as Exported } from '@epilot/sdk/access-token'
export const shown = (value: Exported): ${name} => value
export const exported = (value: ${name}): Exported => value
`
