import fc from 'fast-check'
import { createMarkdownRenderer } from 'vitepress'
import { describe, expect, it } from 'vitest'
import { inCell } from '../../../src/codegen/docs/markdown.js'
import { cell, firstLine, prose } from '../../../src/codegen/docs/prose.js'

const renderer = await createMarkdownRenderer('.', { attrs: { disable: true } })
/** What our own Markdown can become; headings only appear where a page writes them. */
const allowed = new Set(
  'p br em strong s code a ul ol li blockquote hr table thead tbody tr th td pre div button span'.split(' '),
)

const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<\/?([a-zA-Z][^\s>/]*)/g)].map((match) => match[1]?.toLowerCase() ?? '')

const foreignTags = (markdown: string): string[] =>
  tagsOf(renderer.render(`A page\n\n${markdown}`)).filter((tag) => !allowed.has(tag))

const hostile = [
  '<script>alert(1)</script>',
  '- ```\n  ```\n<script>alert(1)</script>\n```',
  '\\`<script>`',
  'a `b ``<script>` c',
  '- `a\n- <script>`',
  '`<img src=x onerror=alert(1)>',
  '> ```\n<script>\n```',
  '<details open ontoggle=alert(1)>',
  '<!-- @include: ./package.json -->',
  '<<< @/package.json',
  '``<b>``` <i>',
  '    ```\n<b>\n```',
  '[a](<javascript:alert(1)>)',
  // Underlined headings, at the depth of a list and of a quote.
  '- `\n    - ',
  '> a\n> ---',
]

describe("an author's description", () => {
  it.each(hostile)('brings no HTML of its own into a page: %j', (markdown) => {
    expect(foreignTags(prose(markdown))).toEqual([])
    expect(foreignTags(firstLine(markdown))).toEqual([])
    expect(foreignTags(`| a |\n| --- |\n| ${inCell(cell(markdown))} |`)).toEqual([])
  })

  it('brings no HTML into a page, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '`',
      '``',
      '```',
      '~~~',
      '<b>',
      '<x ',
      '>',
      '- ',
      '\n',
      '\n\n',
      '\\',
      'a',
      '|',
      '    ',
      '> ',
      '# ',
      '---',
      '![',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        expect(foreignTags(prose(pieces.join('')))).toEqual([])
        expect(foreignTags(`| a |\n| --- |\n| ${inCell(cell(pieces.join('')))} |`)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps its emphasis, lists, links and code', () => {
    const markdown =
      '**Bold** and `code`:\n\n- one\n- [two](https://example.com)\n\n```js\nif (a < b) {}\n```'
    expect(prose(markdown)).toBe(markdown)
  })

  it('shows a placeholder in angle brackets as it is written', () => {
    expect(renderer.render(prose('Format: <organization_id>:<slug>, `<slug>`'))).toContain(
      'Format: &lt;organization_id&gt;:&lt;slug&gt;, <code>&#60;slug&#62;</code>',
    )
  })

  it('turns headings into bold lines, so that they move no anchor', () => {
    expect(prose('# Title #\n\ntext\n\nUnder\n---\nmore')).toBe('**Title**\n\ntext\n\nUnder\nmore')
  })

  it('loads no picture', () => {
    expect(prose('![logo](https://example.com/track.png)')).toBe('[logo](https://example.com/track.png)')
  })

  it('fits into a table cell', () => {
    expect(inCell(cell('First | line\ngoes on\n\n- item `a|b`\n- item'))).toBe(
      'First \\| line goes on<br>- item `a\\|b`<br>- item',
    )
  })

  it('is read in linear time', () => {
    const started = performance.now()
    for (const text of ['`'.repeat(50_000), '`a``'.repeat(50_000), '<'.repeat(100_000), '> '.repeat(50_000)])
      prose(text)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
