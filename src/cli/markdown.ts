/** Markdown as plain text: what a terminal shows of descriptions. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .replace(/^ {0,3}```.*$/gm, '')
    .replace(/^ {0,3}#{1,6} +(.*?)(?: +#+)?$/gm, '$1')
    .replace(/^ {0,3}> ?/gm, '')
    .replace(/<br ?\/?>/gi, '\n')
    .replace(/<\/?[a-z][\w-]{0,20}(?: [^<>]{0,200})?\/?>/gi, '')
    .replace(/!?\[([^\]\n]{0,300})\]\(([^()\s]{0,500})(?: "[^"\n]{0,200}")?\)/g, link)
    .replace(/(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])/g, '$1')
    .replace(/(?<!\w)_(?=[^\s_])([^_\n]{1,500}?)(?<=\S)_(?!\w)/g, '$1')
    .replace(/(`+)([^`\n]{1,500})\1/g, '$2')
    .replace(/^( *)[*+-] +/gm, '$1- ')
    .replace(/\\([\\`*_{}[\]()#+.!<>|~-])/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** First line of a description. */
export const firstLine = (markdown: string): string => plainText(markdown).split('\n', 1)[0] ?? ''

const link = (_: string, text: string, url: string): string =>
  text && text !== url ? `${text} (${url})` : url
