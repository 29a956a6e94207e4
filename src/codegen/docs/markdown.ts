/** Anchor of a heading as GitHub makes it; the site uses it too, so links work in both places. */
export function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}

/** A fenced block; its fence is longer than any run of backticks in the text. */
export function fence(language: string, text: string): string {
  const runs = text.match(/`{3,}/g) ?? []
  const mark = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)))
  return `${mark}${language}\n${text}\n${mark}`
}

/** Inline code. */
export function code(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ')
  if (oneLine.includes('{{')) return literalCode(oneLine)
  const runs = oneLine.match(/`+/g) ?? []
  const mark = '`'.repeat(runs.length === 0 ? 1 : Math.max(...runs.map((run) => run.length)) + 1)
  const padding = oneLine.startsWith('`') || oneLine.endsWith('`') ? ' ' : ''
  return `${mark}${padding}${oneLine}${padding}${mark}`
}

/** Inline code in which no reader finds a mark: between backticks, VitePress runs what stands in double braces. */
export function literalCode(text: string): string {
  const entities = text.replace(/[^\p{L}\p{N} ]/gu, (mark) => `&#${mark.codePointAt(0)};`)
  return `<code>${entities.trim()}</code>`
}

/** Markdown as a table cell takes it: on one line, with its bars escaped. */
export function inCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '{': '&#123;', ':': '&#58;' }
const MARKS = /[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u
/** Colons of an address that would end at an entity, and those around the name of a picture character. */
const COLONS = /:(?=\/\/\S*[&<{]|[\w+-]*[a-z+-][\w+-]*:)/i
const SPECIAL = new RegExp(`[&<{]|${COLONS.source}|${MARKS.source}`, 'giu')

/** Plain text with everything escaped that Markdown, or VitePress beyond it, would read as a mark. */
export function escapeText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(SPECIAL, (mark) => ENTITIES[mark] ?? `\\${mark}`)
}
