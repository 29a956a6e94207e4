import type { Row } from './row.js'

const marks = { passed: '✓', failed: '✗', 'known limit': '!', 'not run': '–' }

/** The rows as a text table for the terminal. */
export const printTable = (rows: Row[]): string => {
  const cells = rows.map((row) => [
    marks[row.result],
    row.subject,
    row.version,
    row.variant,
    row.result === 'passed' ? row.detail : `${row.result}: ${firstLine(row.detail)}`,
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => (line[column] ?? '').length)))
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? ''

/** `docs/compatibility.md`: the rows by section, after what they mean. */
export const printPage = (rows: Row[], introduction: string): string => {
  const sections = [...new Set(rows.map(({ section }) => section))]
  const tables = sections.map((section) => {
    const lines = rows
      .filter((row) => row.section === section)
      .map(
        ({ subject, version, variant, result, detail }) =>
          `| ${[subject, version, variant, result, cell(detail)].join(' | ')} |`,
      )
    return `## ${section}\n\n| | version | | result | |\n|---|---|---|---|---|\n${lines.join('\n')}\n`
  })
  return `${introduction}\n${tables.join('\n')}`
}

const cell = (text: string): string => firstLine(text).replaceAll('|', '\\|')
