import { literalCode } from './markdown.js'

/** Longest link or address that is looked for: reading stays linear. */
const REACH = 2_000
const ABSOLUTE = /^(?:https?:\/\/|mailto:)/i
const DESTINATION =
  /^\(\s*(?:<([^<>\n]*)>|((?:[^\s()<\\]|\\.|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/
/** A container of the site's, the name of a picture character, or an address that would end at an entity. */
const COLON = /^:(?=::|[\w+-]*[a-z+-][\w+-]*:|\/\/[^\s`]*[{<])/i

/**
 * An author's Markdown within a block, with everything taken out that the site would act on: HTML, expressions and
 * attributes in braces, a table of contents, and links that lead nowhere from here. What is taken out stays as text.
 */
export function inline(text: string): string {
  const pieces: string[] = []
  /** Where in `pieces` the brackets are that may open a link. */
  const openers: number[] = []
  const unclosed = new Set<number>()
  let index = 0
  const write = (piece: string, length: number): void => {
    pieces.push(piece)
    index += length
  }
  while (index < text.length) {
    const mark = text.charAt(index)
    const next = text.charAt(index + 1)
    if (mark === '`') {
      const run = runLength(text, index)
      const end = unclosed.has(run) ? -1 : closingRun(text, index + run, run)
      if (end === -1) unclosed.add(run)
      const stop = end === -1 ? index + run : end + run
      write(codeSpan(text.slice(index, stop), run), stop - index)
    } else if (mark === '\\' && (next === '<' || next === '{')) {
      index += 1
    } else if (mark === '\\' && next !== '') {
      write(mark + next, 2)
    } else if (mark === '<') {
      write(...angle(text.slice(index, index + REACH)))
    } else if (mark === '{') {
      write('&#123;', 1)
    } else if (mark === '!' && next === '[') {
      index += 1
    } else if (mark === '[') {
      const isContents = /^\[\[toc\]\]/i.test(text.slice(index, index + 7))
      if (!isContents) openers.push(pieces.length)
      write(isContents ? '&#91;' : mark, 1)
    } else if (mark === ']') {
      write(...bracket(text.slice(index, index + REACH), { pieces, opener: openers.pop() }))
    } else if (mark === ':' && COLON.test(text.slice(index, index + REACH))) {
      write('&#58;', 1)
    } else {
      write(mark, 1)
    }
  }
  return pieces.join('')
}

/**
 * What stands for a closing bracket and what belongs to it, and how much of the text that is. A link is kept where it
 * leads to another site: the author's pages and headings are not here.
 */
function bracket(text: string, at: { pieces: string[]; opener: number | undefined }): [string, number] {
  if (text.startsWith(']:')) return [/^\]:\s*<?https?:\/\//i.test(text) ? ']:' : ']&#58;', 2]
  if (!text.startsWith('](')) return [']', 1]
  const link = DESTINATION.exec(text.slice(1))
  if (!link || at.opener === undefined) return [']&#40;', 2]
  const destination = link[1] ?? link[2] ?? ''
  const length = 1 + link[0].length
  if (ABSOLUTE.test(destination)) return [`](${encoded(destination, link[1] !== undefined)})`, length]
  // Without its brackets the text may stand at the start of a line: it must not become a list or heading there.
  const isPlain = /^\p{L}/u.test(at.pieces[at.opener + 1] ?? '')
  at.pieces[at.opener] = isPlain ? '' : '\\['
  return [isPlain ? '' : '\\]', length]
}

function encoded(url: string, isBracketed: boolean): string {
  const unsafe = isBracketed ? /[\s{}<>()\\]/g : /[{}<>]/g
  return url.replace(unsafe, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/**
 * A code span that holds a `<` or braces is written as `<code>` with entities: whether a later reader takes the
 * backticks for a code span depends on block structure that isn't known here.
 */
function codeSpan(span: string, run: number): string {
  if (!/<|\{\{/.test(span)) return span
  const isOneBlock = run < 3 && !/\n[ \t]*(?:[-*+>]|\d{1,9}[.)])(?:\s|$)/.test(span)
  if (isOneBlock || !span.includes('\n')) return literalCode(span.slice(run, -run).replace(/\s+/g, ' '))
  return span.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;')
}

/** Replacement of a `<`, and how much of the text it stands for. */
function angle(text: string): [string, number] {
  const lineBreak = /^<br\s*\/?>/i.exec(text)?.[0]
  if (lineBreak) return ['<br>', lineBreak.length]
  const link = /^<(https?:\/\/[^\s<>]+)>/.exec(text)
  if (link && !link[0].includes('{')) return [link[1] ?? '', link[0].length]
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
