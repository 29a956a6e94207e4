/** Sections of a page whose content, or which as a whole, a comparison leaves out. */
export interface Omission {
  heading: string
  /** Leaves out what is under the heading, not the heading. */
  contentOnly?: true
  reason: string
}

/** A generated page as lines of plain text, as a browser would copy it: without marks, link targets and list marks. */
export const plainLines = (markdown: string, omissions: readonly Omission[] = []): string[] => {
  const lines: string[] = []
  let fence: string | undefined
  let omitted: number | undefined
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})/.exec(line)?.[1]
    const heading = fence === undefined ? /^(#+) (.*)$/.exec(line) : null
    if (heading) {
      const level = heading[1]?.length ?? 0
      if (omitted !== undefined && level <= omitted) omitted = undefined
      const omission = omissions.find(({ heading: text }) => text === heading[2])
      if (omitted === undefined && omission) {
        omitted = level
        if (omission.contentOnly) lines.push(plain(line))
      }
    }
    if (omitted === undefined && fence !== undefined && line !== fence) lines.push(line)
    else if (omitted === undefined && mark === undefined) lines.push(plain(line))
    if (fence === undefined) fence = mark
    else if (line === fence) fence = undefined
  }
  return lines.map(squeezed).filter((line) => line !== '')
}

/** A line without white space and list marks. */
export const squeezed = (line: string): string => line.replace(/^\s*[-•]\s/, '').replace(/[\s\u00a0]+/g, '')

const plain = (line: string): string => {
  if (/^\|( --- \|)+$/.test(line)) return ''
  const cells = line.startsWith('|') ? line.replace(/(?<!\\)\|/g, '') : line
  return cells
    .replace(/^#+ /, '')
    .replace(/^> /, '')
    .replaceAll('\\|', '|')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(' · ', '')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/`+/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replace(/\\([\\`*[\]_~])/g, '$1')
}
