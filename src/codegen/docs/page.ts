import { escapeText, fence, inCell, slug } from './markdown.js'

export interface Table {
  columns: readonly string[]
  /** Columns that are left out where they are empty in every row. */
  optional?: readonly string[]
  rows: readonly (readonly string[])[]
}

/**
 * A Markdown page under construction. Blocks may be functions: they are rendered last, when every
 * heading is known, so that a link can point to a heading further down.
 */
export class Page {
  readonly #blocks: (string | (() => string))[] = []
  readonly #slugs = new Set<string>()
  readonly #anchors = new Map<string, string>()

  /** @param key What `link` finds the heading by; headings without one can't be linked to. */
  heading({ level, text, key }: { level: number; text: string; key?: string }): void {
    const anchor = this.#claim(slug(text))
    if (key !== undefined) this.#anchors.set(key, anchor)
    this.#blocks.push(`${'#'.repeat(level)} ${escapeText(text)}`)
  }

  /** Adds a block, or a function that gives it; an empty one is left out. */
  add(block: string | (() => string)): void {
    this.#blocks.push(block)
  }

  code(language: string, text: string): void {
    this.#blocks.push(fence(language, text))
  }

  /** Adds a table, unless it is empty. */
  table({ columns, rows, optional = [] }: Table): void {
    if (rows.length === 0) return
    const kept = columns
      .map((_, index) => index)
      .filter((index) => !optional.includes(columns[index] ?? '') || rows.some((row) => row[index]))
    const line = (cells: readonly (string | undefined)[]) =>
      `| ${kept.map((index) => inCell(cells[index] ?? '')).join(' | ')} |`
    this.#blocks.push([line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n'))
  }

  /** A link to a heading of this page; only valid in a block that is a function. */
  link(text: string, key: string): string {
    const anchor = this.#anchors.get(key)
    return anchor === undefined ? escapeText(text) : `[${escapeText(text)}](#${anchor})`
  }

  /** Anchor of a heading; for links from other pages. */
  anchor(key: string): string | undefined {
    return this.#anchors.get(key)
  }

  toString(): string {
    const blocks = this.#blocks.map((block) => (typeof block === 'string' ? block : block()))
    return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
  }

  #claim(wanted: string): string {
    let anchor = wanted
    for (let count = 1; this.#slugs.has(anchor); count++) anchor = `${wanted}-${count}`
    this.#slugs.add(anchor)
    return anchor
  }
}
