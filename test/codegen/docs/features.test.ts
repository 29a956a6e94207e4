import { createMarkdownRenderer } from 'vitepress'
import { beforeAll, describe, expect, it } from 'vitest'
import { printDocs } from '../../../src/codegen/docs/index.js'
import { slug } from '../../../src/codegen/docs/markdown.js'
import { flattenDocument } from '../../../src/openapi/flatten.js'
import { loadDocument } from '../../../src/openapi/load.js'

const fixture = 'test/fixtures/features.yaml'
const commandLine = { flags: [], environment: [], exitCodes: [] }

let sdk: string
let cli: string
beforeAll(async () => {
  const pages = printDocs(flattenDocument(await loadDocument(fixture)), {
    name: 'feature',
    file: 'feature',
    entry: './index.gen.js',
    command: 'epilot --definition features.yaml',
    commandLine,
  })
  ;[sdk = '', cli = ''] = pages.map(({ text }) => text)
})

/** A section of a page, from its heading to the next of its level or above. */
const section = (page: string, heading: string): string => {
  const [mark = ''] = heading.split(' ')
  const start = page.indexOf(`\n${heading}\n`)
  const rest = page.slice(start + heading.length + 2)
  const end = rest.search(new RegExp(`^#{1,${mark.length}} `, 'm'))
  return end === -1 ? rest : rest.slice(0, end)
}

describe('the pages of a document with every feature', () => {
  it('link only to headings that are there', async () => {
    const renderer = await createMarkdownRenderer('.', {
      anchor: { slugify: slug },
      attrs: { disable: true },
    })
    const anchors = { sdk: idsIn(renderer.render(sdk)), cli: idsIn(renderer.render(cli)) }
    const links = (page: string): string[] =>
      [...page.matchAll(/\]\(([^)\s]*#[^)\s]+)\)/g)].map(([, to]) => to ?? '')
    const broken = (page: 'sdk' | 'cli', text: string): string[] =>
      links(text).filter((to) => {
        const [path, anchor = ''] = to.split('#')
        const target = path === '' ? page : path?.includes('/sdk/') ? 'sdk' : 'cli'
        return !anchors[target].includes(anchor)
      })

    expect(links(sdk).length + links(cli).length).toBeGreaterThan(40)
    expect([...broken('sdk', sdk), ...broken('cli', cli)]).toEqual([])
  })

  it('name an operation in TypeScript and on the command line as it is called there', () => {
    expect(sdk).toContain('### createPet\n')
    expect(cli).toContain('### create-pet\n')
  })

  it('mark what is deprecated', () => {
    expect(sdk).toContain('[createPet](#createpet) (deprecated)')
    expect(section(cli, '### create-pet')).toContain('> Deprecated')
  })

  it('say where an operation is and what it accepts, where that differs from the rest of its API', () => {
    for (const page of [sdk, cli]) {
      expect(section(page, '### delete')).toContain(
        '\n`DELETE /pets/{id}`\n\nPublic: no credentials are sent.\n',
      )
      const download = section(page, '### download')
      expect(download).toContain('\n`GET /files` at `https://files.example.com`\n')
      expect(download).toContain(
        '\nCredentials: `Key` (query `api_key`), or `Basic` (user name and password) with `Cookie` (cookie `sid`), or none.\n',
      )
      expect(section(page, '### form')).toContain('\nCredentials: `OAuth` (bearer token).\n')
      expect(section(page, '### listPets')).not.toContain('Credentials')
      expect(section(page, '### listPets')).toContain('\n`GET /pets`\n')
    }
  })

  it('require what a composition requires of its parts', () => {
    expect(section(sdk, '### OwnerRecord2')).toContain('{\n  name: string\n  age?: number\n}')
  })

  it('leave read-only members out of bodies', () => {
    const body = section(section(sdk, '### createPet'), '#### Request Body')
    expect(body).toContain('| `name` |')
    expect(body).not.toContain('| `id` |')
  })

  it('call an operation that axios has a member for through its path', () => {
    expect(section(sdk, '### delete')).toContain("await client.paths['/pets/{id}'].delete({")
  })

  it('show files as each side takes them', () => {
    expect(section(sdk, '### upload')).toContain("file: new Blob(['...'])")
    expect(section(cli, '### upload')).toContain('"file":"@file"')
  })

  it('pipe a body that is not required by asking for it', () => {
    expect(section(cli, '### patchPet')).toMatch(/^cat body\.json \| .* -d -$/m)
  })

  it('say what to do about each status', () => {
    expect(section(sdk, '### listPets')).toContain('| `4XX` | Wrong | `ErrorSchema` | Read the message')
    expect(section(cli, '### listPets')).toContain('| `4XX` | Wrong | 4, or 3 for 401 |')
  })
})

const idsIn = (html: string): string[] => [...html.matchAll(/<h\d id="([^"]*)"/g)].map(([, id]) => id ?? '')
