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

export default defineConfig({
  title: 'epilot SDK',
  description: 'Typed TypeScript SDK and command line for epilot APIs',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    anchor: { slugify: slug },
    // Generated pages hold text of other authors: braces in it are braces.
    attrs: { disable: true },
    config: (renderer) => {
      renderer.renderer.rules.text = (tokens, index) =>
        renderer.utils.escapeHtml(tokens[index]?.content ?? '').replaceAll('{{', '&#123;&#123;')
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
