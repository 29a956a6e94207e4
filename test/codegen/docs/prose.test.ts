import fc from 'fast-check'
import { createMarkdownRenderer } from 'vitepress'
import { describe, expect, it } from 'vitest'
import { code, escapeText, inCell } from '../../../src/codegen/docs/markdown.js'
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

// As in a site that is not ours, where braces are expressions and attributes.
const elsewhere = await createMarkdownRenderer('.')

/** What a site would run of a text, or take for an attribute. */
const expressions = (markdown: string): string[] => {
  const html = elsewhere.render(`A page\n\n${markdown}`).replace(/<pre [^>]*v-pre[\s\S]*?<\/pre>/g, '')
  return [...html.matchAll(/\{\{|<[^>]* onclick=/g)].map(([found]) => found)
}

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

const braces = [
  '{{ x }}',
  '`{{ x }}`',
  '\\{{ x }}',
  '\\`{{ x }}`',
  '```js-vue\n{{ x }}\n```',
  '- ~~~js-vue\n  {{ x }}\n  ~~~',
  '- `a\n- {{ x }}`',
  '- `a\n- `{{ x }}`',
  '<https://example.com/{{x}}>',
  'https://example.com/{{x}}',
  '[a](https://example.com/{{x}})',
  '::: info {{ x }}\ny\n:::',
  '    {{ x }}',
  '> a\n>\n>     {{ x }}',
  'a {onclick=x}',
  '**a**{onclick=x}',
]

describe("an author's description", () => {
  it.each(braces)('has no expression or attribute in it: %j', (markdown) => {
    expect(expressions(prose(markdown))).toEqual([])
    expect(expressions(firstLine(markdown))).toEqual([])
    expect(expressions(`| a |\n| --- |\n| ${inCell(cell(markdown))} |`)).toEqual([])
    expect(expressions(`${code(markdown)} ${escapeText(markdown)}`)).toEqual([])
  })

  it.each([
    ['[rel](./nowhere)', 'rel'],
    ['[rel](<./nowhere> "title")', 'rel'],
    ['[anchor](#nope) and [path](/a(b))', 'anchor and path'],
    ['[1. a](x)', '[1. a]'],
    ['[a][b]\n\n[b]: ./x', '[a][b]\n[b]: ./x'],
    ['[[toc]] [[TOC]]', '[[toc]] [[TOC]]'],
    ['![](./x.png)', '[]'],
    [
      '[abs](<https://example.com/a b> "title")',
      '<a href="https://example.com/a%20b" target="_blank" rel="noreferrer">abs</a>',
    ],
    ['https://example.com/{id} :tada:', 'https://example.com/{id} :tada:'],
    ['GET <https://example.com/{id}>', 'GET &lt;https://example.com/{id}&gt;'],
  ])('links to other sites only: %j', (markdown, shown) => {
    const html = renderer
      .render(prose(markdown))
      .replace(/<\/?p>/g, '')
      .trim()
    expect(html.replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point)))).toBe(shown)
  })

  it.each(hostile)('brings no HTML of its own into a page: %j', (markdown) => {
    expect(foreignTags(prose(markdown))).toEqual([])
    expect(foreignTags(firstLine(markdown))).toEqual([])
    expect(foreignTags(`| a |\n| --- |\n| ${inCell(cell(markdown))} |`)).toEqual([])
  })

  it('brings no HTML and no expression into a page, whatever it is made of', () => {
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
      '{{',
      '{onclick=x}',
      ':::',
      '[',
      '](',
      'https://',
      ')',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        for (const markdown of [
          prose(pieces.join('')),
          `| a |\n| --- |\n| ${inCell(cell(pieces.join('')))} |`,
        ])
          expect([...foreignTags(markdown), ...expressions(markdown)]).toEqual([])
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
    for (const text of [
      '`'.repeat(50_000),
      '`a``'.repeat(50_000),
      '<'.repeat(100_000),
      '> '.repeat(50_000),
      '[a]('.repeat(50_000),
      '://'.repeat(50_000),
      '[a](b)'.repeat(50_000),
    ])
      prose(text)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
