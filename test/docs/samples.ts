import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A fenced block of a page, or an example of a documentation comment. */
export interface Sample {
  /** File and line, such as `docs/index.md:12`. */
  at: string
  /** As the fence says. */
  language: string
  code: string
  /** Name of the file that the block shows, from a comment before it: `<!-- file: name -->`. */
  file?: string
  /** Why it can't run, from a comment before it: `<!-- not run: reason -->`. */
  notRun?: string
  /** The answer shown for it: the JSON block that follows. */
  answer?: unknown
  /** The output shown for it: the text block that follows. */
  output?: string
  /** The file that it is in. */
  page: string
}

/** The fenced blocks of a page. A JSON or text block is what the samples before it in its section print. */
export const samplesOf = (markdown: string, page: string): Sample[] => {
  const samples: Sample[] = []
  let unanswered: Sample[] = []
  let mark: { kind: string; text: string } | undefined
  const lines = markdown.split('\n')
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const fence = /^(\s*)(`{3,})(\w*)/.exec(line)
    if (/^#{1,3} /.test(line)) unanswered = []
    const comment = /^\s*<!-- (not run|file): (.+) -->$/.exec(line)
    if (comment) mark = { kind: comment[1] ?? '', text: comment[2] ?? '' }
    if (!fence) {
      if (!comment && line.trim() !== '') mark = undefined
      continue
    }
    const end = lines.findIndex((other, at) => at > index && other.trim() === fence[2])
    const indent = fence[1]?.length ?? 0
    const sample: Sample = {
      at: `${page}:${index + 1}`,
      language: fence[3] ?? '',
      code: lines
        .slice(index + 1, end)
        .map((text) => text.slice(indent))
        .join('\n'),
      page,
      ...(mark?.kind === 'file' && { file: mark.text }),
      ...(mark?.kind === 'not run' && { notRun: mark.text }),
    }
    mark = undefined
    index = end
    if (sample.language === 'json' && sample.file === undefined && sample.notRun === undefined) {
      const answer: unknown = JSON.parse(sample.code)
      for (const asked of unanswered) asked.answer = answer
      unanswered = []
      if (samples.length === 0) throw new Error(`${sample.at} is an answer, but no sample is before it.`)
      continue
    }
    if (sample.language === 'text') {
      for (const asked of unanswered) asked.output = sample.code
      unanswered = []
      continue
    }
    samples.push(sample)
    unanswered.push(sample)
  }
  return samples
}

/** The `@example`s of a source file's documentation comments. */
const examplesOf = (source: string, page: string): Sample[] =>
  [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const inside = comment[0].slice('/**'.length, -'*/'.length).replaceAll('*\\/', '*/')
    const text = inside.replace(/^\s*\* ?/gm, '')
    const [, example] = /@example\b[ \t]*([\s\S]*?)(?=\n@\w|$)/.exec(text) ?? []
    if (example === undefined) return []
    const reason = /^\s*<!-- not run: (.+) -->$/m.exec(example)?.[1]
    const code = example.replace(/^\s*(?:<!-- .* -->\s*)?```\w*\n([\s\S]*?)\n```\s*$/, '$1').trim()
    const line = source.slice(0, comment.index).split('\n').length
    return [
      { at: `${page}:${line}`, language: 'ts', code, page, ...(reason !== undefined && { notRun: reason }) },
    ]
  })

/** All samples of README, docs and documentation comments. */
export const allSamples = async (): Promise<Sample[]> => {
  const pages = ['README.md', ...(await filesOf('docs', '.md'))]
  // An example in a schema file is a value of the schema, not a sample.
  const sources = (await filesOf('src', '.ts')).filter((page) => !page.endsWith('schema.gen.ts'))
  const read = (page: string): Promise<string> => readFile(join(root, page), 'utf8')
  const fromPages = await Promise.all(pages.map(async (page) => samplesOf(await read(page), page)))
  const fromSources = await Promise.all(sources.map(async (page) => examplesOf(await read(page), page)))
  return [...fromPages, ...fromSources].flat()
}

const filesOf = async (folder: string, ending: string): Promise<string[]> => {
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return found
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes('.vitepress'),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
