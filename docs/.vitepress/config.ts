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

/** Search results are whole operations: their sub-sections become text of theirs. */
const withoutSubsections = (markdown: string): string => markdown.replace(/^#### (.*)$/gm, '**$1**')

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
  transformPageData: (page) => ({ title: withoutEntities(page.title) }),
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    anchor: { slugify: (text) => slug(withoutEntities(text)) },
    // Generated pages hold text of other authors: it is shown as it is written, and nothing in it is run.
    attrs: { disable: true },
    emoji: { defs: {}, shortcuts: {} },
    config: (renderer) => {
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
      options: { _render: (markdown, env, renderer) => renderer.render(withoutSubsections(markdown), env) },
    },
    docFooter: { prev: 'Previous', next: 'Next' },
  },
})
