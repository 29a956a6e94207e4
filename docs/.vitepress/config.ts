import { defineConfig } from 'vitepress'
import { slug } from '../../src/codegen/docs/markdown.js'

const guides = [
  { text: 'Quick start', link: '/guide/quick-start' },
  { text: 'Authenticate', link: '/guide/authenticate' },
  { text: 'Verify tokens in your service', link: '/guide/verify-tokens' },
  { text: 'Retries and errors', link: '/guide/retries-and-errors' },
  { text: 'Test against the local API', link: '/guide/local-api' },
  { text: 'Bundle size', link: '/guide/bundle-size' },
  { text: 'Add another API', link: '/guide/add-an-api' },
  { text: 'CI and scripting', link: '/guide/ci-and-scripting' },
  { text: 'Migrate', link: '/guide/migrate' },
]

const reference = [
  { text: 'Access Token API: SDK', link: '/sdk/access-token' },
  { text: 'Access Token API: CLI', link: '/cli/access-token' },
  { text: 'Compatibility', link: '/compatibility' },
]

/** Which of an API's two pages it is: they have one title. */
const side = (path: string): string => /^(sdk|cli)\//.exec(path)?.[1]?.toUpperCase() ?? ''

/** Search results are whole operations: their sub-sections become text of theirs. Their page is told by its title. */
const searched = (markdown: string, path: string): string =>
  markdown
    .replace(/^#### (.*)$/gm, '**$1**')
    .replace(/^# (.*)$/m, side(path) ? `# $1: ${side(path)}` : '# $1')

/** VitePress keeps the entities of a heading in its text. */
const withoutEntities = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')

export default defineConfig({
  title: 'epilot SDK',
  description: 'Typed TypeScript SDK and command line for epilot APIs',
  lang: 'en',
  cleanUrls: true,
  // A description may name a server on the author's machine.
  ignoreDeadLinks: 'localhostLinks',
  transformPageData: ({ title, relativePath }) => ({
    title: [withoutEntities(title), side(relativePath)].filter(Boolean).join(': '),
  }),
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    anchor: { slugify: (text) => slug(withoutEntities(text)) },
    // Generated pages hold text of other authors: it is shown as it is written, and nothing in it is run.
    attrs: { disable: true },
    config: (renderer) => {
      renderer.core.ruler.disable('emoji')
      // The width of a cell's content can be bounded, a cell's can't.
      const { rules } = renderer.renderer
      rules.td_open = (tokens, index, options, _env, self) =>
        `${self.renderToken(tokens, index, options)}<div>`
      rules.td_close = () => '</div></td>\n'
      const render = renderer.render.bind(renderer)
      renderer.render = (source, env) => `<div v-pre>${render(source, env)}</div>`
    },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    languageAlias: { sh: 'bash' },
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/quick-start', activeMatch: '^/guide/' },
      { text: 'SDK', link: '/sdk/access-token', activeMatch: '^/sdk/' },
      { text: 'CLI', link: '/cli/access-token', activeMatch: '^/cli/' },
    ],
    sidebar: [
      { text: 'Guide', items: guides },
      { text: 'Reference', items: reference },
    ],
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        _render: (markdown, env, renderer) => renderer.render(searched(markdown, env.relativePath), env),
      },
    },
    // Read out as it is written.
    notFound: { linkText: 'Take me home', linkLabel: 'Take me home' },
    docFooter: { prev: 'Previous', next: 'Next' },
  },
})
