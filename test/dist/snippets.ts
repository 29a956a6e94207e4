import { transform } from 'esbuild'

/** A fenced code block of a Markdown text. */
export interface Snippet {
  /** Line of the fence, from 1. */
  line: number
  language: string
  code: string
}

/** The fenced code blocks of a Markdown text, in order. */
export const snippetsOf = (markdown: string): Snippet[] =>
  [...markdown.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    language: match[1] ?? '',
    code: match[2] ?? '',
  }))

/** A program with its statements in an async function, as CommonJS needs it for `await`. */
export const withoutTopLevelAwait = (code: string): string => {
  const lines = code.split('\n')
  const start = lines.findLastIndex((line) => /^import /.test(line) || /^\} from /.test(line)) + 1
  const imports = lines.slice(0, start).join('\n')
  return `${imports}\nexport const main = async () => {\n${lines.slice(start).join('\n')}\n}\n`
}

/** A TypeScript program as JavaScript that Node runs; a CommonJS one may `await` at its top as well. */
export const toJavaScript = async (code: string, format: 'esm' | 'cjs'): Promise<string> => {
  if (format === 'esm') return (await transform(code, { loader: 'ts', format, target: 'node20' })).code
  const wrapped = await transform(withoutTopLevelAwait(code), { loader: 'ts', format, target: 'node20' })
  return `${wrapped.code}\nmodule.exports.main().catch((error) => { console.error(error); process.exit(1) })\n`
}
