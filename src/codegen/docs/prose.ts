import { inline } from './inline.js'
import { fence } from './markdown.js'

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#-]*)[^`]*$/
const HEADING = /^((?:[ \t>*+-]|\d{1,9}[.)])*)#{1,6}[ \t]+(.*)$/
const BLANK_LINES = /(?:^|\n)(?:[ \t]*\n)+/
const LIST_ITEM = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/m
const INDENTED = /^(?: {4}|\t)/
// Whatever its depth: in a list or quote it underlines there.
const SETEXT = /^[ \t>]*(?:=+|-+)[ \t]*$/

/**
 * Markdown that the author of a document wrote, made fit to stand in a page: fences, lists, emphasis and
 * links to other sites stay; headings become bold lines, images become links, and no HTML survives but `<br>`.
 */
export function prose(markdown: string): string {
  const blocks: string[] = []
  let text: string[] = []
  let inList = false
  const flush = () => {
    for (const paragraph of text.join('\n').split(BLANK_LINES)) {
      inList = LIST_ITEM.test(paragraph) || (inList && INDENTED.test(paragraph))
      const isCode = !inList && paragraph.split('\n').every((line) => INDENTED.test(line))
      const block = isCode
        ? fence('', paragraph.replace(/^(?: {4}|\t)/gm, ''))
        : inline(withoutHeadings(paragraph))
      if (block !== '') blocks.push(block)
    }
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
    blocks.push(fence(language(opening[2] ?? ''), lines.slice(index + 1, end).join('\n')))
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

/** A fence's language. VitePress would run the expressions of one that ends in `-vue`. */
function language(name: string): string {
  return name.replace(/(?:-vue)+$/, '')
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
