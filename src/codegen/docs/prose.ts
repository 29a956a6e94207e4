import { fence } from './markdown.js'

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#-]*)[^`]*$/
const HEADING = /^((?:[ \t>*+-]|\d{1,9}[.)])*)#{1,6}[ \t]+(.*)$/
// Whatever its depth: in a list or quote it underlines there.
const SETEXT = /^[ \t>]*(?:=+|-+)[ \t]*$/

/**
 * Markdown that the author of a document wrote, made fit to stand in a page: fences, lists, emphasis and
 * links stay; headings become bold lines, images become links, and no HTML survives but `<br>`.
 */
export function prose(markdown: string): string {
  const blocks: string[] = []
  let text: string[] = []
  const flush = () => {
    const paragraphs = text.join('\n').split(/\n\s*\n/)
    blocks.push(...paragraphs.map((paragraph) => inline(withoutHeadings(paragraph))).filter(Boolean))
    text = []
  }
  const lines = markdown.replaceAll('\r\n', '\n').split('\n')
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const opening = FENCE.exec(line)
    if (!opening) {
      text.push(line)
      continue
    }
    flush()
    const end = endOfFence(lines, index, opening[1] ?? '')
    blocks.push(fence(opening[2] ?? '', lines.slice(index + 1, end).join('\n')))
    index = end
  }
  flush()
  return blocks.join('\n\n')
}

/** The first line of an author's Markdown, for lists; a heading's mark or a list's is left out. */
export function firstLine(markdown: string): string {
  const line = markdown.split('\n').find((candidate) => candidate.trim() !== '') ?? ''
  return inline(line.trim().replace(/^(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]+/, ''))
}

/** An author's Markdown on one line, for a table. */
export function cell(markdown: string): string {
  const paragraphs = markdown
    .split('\n')
    .filter((line) => !FENCE.test(line))
    .join('\n')
    .split(/\n\s*\n|\n(?=[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t])/)
  return paragraphs
    .map((paragraph) => inline(paragraph.replace(/\s+/g, ' ').trim()))
    .filter(Boolean)
    .join('<br>')
}

/** Index of the line that closes the fence opened at `start`; of the last line where none does. */
function endOfFence(lines: readonly string[], start: number, mark: string): number {
  const end = lines.findIndex((line, index) => {
    const trimmed = line.trim()
    return index > start && trimmed.length >= mark.length && trimmed === mark.charAt(0).repeat(trimmed.length)
  })
  return end === -1 ? lines.length : end
}

function withoutHeadings(paragraph: string): string {
  const lines: string[] = []
  for (const line of paragraph.split('\n')) {
    const heading = HEADING.exec(line)
    const text = heading?.[2]?.replace(/[ \t]+#+[ \t]*$/, '').trim()
    if (heading) lines.push(text ? `${heading[1]}**${text.replaceAll('**', '')}**` : '')
    else if (lines.length === 0 || !SETEXT.test(line)) lines.push(line)
  }
  return lines.join('\n').trimEnd()
}

/**
 * Escapes what could become HTML. A code span that holds a `<` is written as `<code>` with entities: whether a
 * later reader takes the backticks for a code span depends on block structure that isn't known here.
 */
function inline(text: string): string {
  const unclosed = new Set<number>()
  let out = ''
  let index = 0
  while (index < text.length) {
    const rest = text[index]
    if (rest === '`') {
      const run = runLength(text, index)
      const end = unclosed.has(run) ? -1 : closingRun(text, index + run, run)
      if (end === -1) unclosed.add(run)
      const stop = end === -1 ? index + run : end + run
      out += codeSpan(text.slice(index, stop), run)
      index = stop
    } else if (rest === '\\' && index + 1 < text.length && text[index + 1] !== '<') {
      out += text.slice(index, index + 2)
      index += 2
    } else if (rest === '<') {
      const [replacement, length] = angle(text.slice(index, index + 2_000))
      out += replacement
      index += length
    } else if (rest === '!' && text[index + 1] === '[') {
      index += 1
    } else {
      out += rest
      index += 1
    }
  }
  return out
}

function codeSpan(span: string, run: number): string {
  if (!span.includes('<')) return span
  if (span.includes('\n')) return span.replaceAll('<', '&lt;')
  const entities = span.slice(run, -run).replace(/[^\p{L}\p{N} ]/gu, (mark) => `&#${mark.codePointAt(0)};`)
  return `<code>${entities.trim()}</code>`
}

/** Replacement of a `<`, and how much of the text it stands for. */
function angle(text: string): [string, number] {
  const lineBreak = /^<br\s*\/?>/i.exec(text)?.[0]
  if (lineBreak) return ['<br>', lineBreak.length]
  const link = /^<(https?:\/\/[^\s<>]+)>/.exec(text)
  if (link) return [link[1] ?? '', link[0].length]
  return ['&lt;', 1]
}

function runLength(text: string, start: number): number {
  let end = start
  while (text[end] === '`') end++
  return end - start
}

function closingRun(text: string, start: number, run: number): number {
  for (let index = text.indexOf('`', start); index !== -1; index = text.indexOf('`', index)) {
    const length = runLength(text, index)
    if (length === run) return index
    index += length
  }
  return -1
}
