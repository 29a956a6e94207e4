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
  const runs = oneLine.match(/`+/g) ?? []
  const mark = '`'.repeat(runs.length === 0 ? 1 : Math.max(...runs.map((run) => run.length)) + 1)
  const padding = oneLine.startsWith('`') || oneLine.endsWith('`') ? ' ' : ''
  return `${mark}${padding}${oneLine}${padding}${mark}`
}

/** Markdown as a table cell takes it: on one line, with its bars escaped. */
export function inCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|')
}

/** Plain text with everything escaped that Markdown would read as a mark. */
export function escapeText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
}
