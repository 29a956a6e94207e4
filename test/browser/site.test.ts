import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.js'
import { type Site, startSite } from './site.js'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let site: Site
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
}, 120_000)
afterAll(async () => {
  await browser.close()
  await site.close()
})

interface Visit {
  page: Page
  /** Console errors, thrown errors, and requests that failed or left the origin. */
  complaints: string[]
}

const visit = async (path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> => {
  const context: BrowserContext = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${path}: ${error}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${path}: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(site.origin) && !request.url().startsWith('data:'))
      complaints.push(`${path}: request to ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${path}: ${response.status()} for ${response.url()}`)
  })
  await page.goto(site.origin + path, { waitUntil: 'load' })
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}))
  return { page, complaints }
}

const leave = (page: Page): Promise<void> => page.context().close()

/** Every page, opened and judged in turn; gives what is wrong. */
const onEveryPage = async (
  judge: (page: Page, path: string) => Promise<string[]>,
  options?: Parameters<Browser['newContext']>[0],
): Promise<string[]> => {
  const faults: string[] = []
  for (const path of site.pages) {
    const { page, complaints } = await visit(path, options)
    faults.push(...(await judge(page, path)), ...complaints)
    await leave(page)
  }
  return faults
}

describe('the documentation site', () => {
  it('has only links and anchors that lead somewhere, and no error, foreign request or raw entity', async () => {
    const anchors = new Map<string, Set<string>>()
    const links: { from: string; to: URL }[] = []
    const faults = await onEveryPage(async (page, path) => {
      const found = await page.evaluate(() => ({
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href),
        text: (document.querySelector('#VPContent') as HTMLElement).innerText,
      }))
      anchors.set(path, new Set(found.ids))
      links.push(...found.links.map((to) => ({ from: path, to: new URL(to) })))
      return [...found.text.matchAll(/&(?:\w+|#\d+);/g)].map(([entity]) => `${path} shows ${entity}`)
    })
    const internal = links.filter(({ to }) => to.origin === site.origin)
    const broken = internal.filter(({ to }) => {
      const target = anchors.get(to.pathname.replace(/\.html$/, ''))
      return !target || (to.hash !== '' && !target.has(decodeURIComponent(to.hash.slice(1))))
    })
    console.log(`site: ${site.pages.length} pages, ${internal.length} internal links followed`)
    expect(broken.map(({ from, to }) => `${from} -> ${to.pathname}${to.hash}`)).toEqual([])
    expect(faults).toEqual([])
    expect(site.output).not.toMatch(/error|warn/i)
    expect(internal.length).toBeGreaterThan(200)
  })

  it('shows what authors wrote as they wrote it, and runs nothing of it', async () => {
    const { page, complaints } = await visit('/sdk/prose')
    const text = await page.locator('.vp-doc').innerText()
    expect(await page.title()).toBe('Links & <text> {{ title }}: SDK | epilot SDK')
    for (const written of [
      'Links & <text> {{ title }}',
      'Docs & {{ more }} :tada:: https://docs.example.com/x?a=1&b=(2)',
      'Users & <groups> {{ 3+3 }}',
      'Template {{user.name}} is filled',
      'Format: <organization_id>:<slug>',
      'A {{contact.id}} | b',
      '"{{ x.y }}"',
      'matches ^{{a|b}}$',
      'Has {{ 7+7 }}',
      'The {{ body }}',
      '{{ 8+8 }}',
    ])
      expect(text).toContain(written)
    expect(text.split('\n')).toContain('Users & <groups> {{ 3+3 }}')
    const link = page.getByRole('link', { name: 'https://docs.example.com' })
    expect(await link.getAttribute('href')).toBe('https://docs.example.com/x?a=1&b=%282%29')
    expect(complaints).toEqual([])
    await leave(page)
  })

  it("keeps an author's links to other sites, and of the rest the words", async () => {
    const { page, complaints } = await visit('/cli/prose')
    const content = page.locator('.vp-doc')
    const text = await content.innerText()
    for (const written of [
      'constructor(\'document.title = "ran"\')() }}, {{ 2+2 }}, a < {{ 2+3 }} and {{ 2+4 }}.',
      'relative, anchor, bracketed, absolute,',
      'picture, [reference][there]',
      '[[toc]]',
      '::: danger',
      ':tada: :) A paragraph {.danger} of text{#id onclick=alert(1)}',
      '{{ 2+6 }}',
    ])
      expect(text).toContain(written)
    const absolute = content.getByRole('link', { name: 'absolute' })
    expect(await absolute.getAttribute('href')).toBe('https://example.com/?a=1&b=2')
    expect(await page.title()).toBe('Links & <text> {{ title }}: CLI | epilot SDK')
    expect(complaints).toEqual([])
    await leave(page)
  })

  it('finds an operation by its name, without a server', async () => {
    const { page, complaints } = await visit('/')
    await page.keyboard.press('Control+k')
    await page.locator('#localsearch-input').fill('revokeAccessToken')
    const first = page.locator('#localsearch-list .result').first()
    await first.waitFor()
    const hits = await page.locator('#localsearch-list .result').allInnerTexts()
    const titles = hits.filter((hit) => /Operations\W+revokeAccessToken$/.test(hit.trim()))
    expect(titles.map((title) => / (SDK|CLI)\b/.exec(title)?.[1]).sort()).toEqual(['CLI', 'SDK'])
    await first.click()
    await page.waitForURL(/access-token#revokeaccesstoken$/)
    expect(complaints).toEqual([])
    await leave(page)
  })

  it('is searched by keys alone: arrows choose a result, Enter opens it, Escape closes', async () => {
    const { page, complaints } = await visit('/')
    const chosen = () =>
      page.evaluate(() => {
        const id = document.querySelector('[role=combobox]')?.getAttribute('aria-activedescendant')
        const option = document.getElementById(id ?? '')
        return {
          role: option?.role,
          isSelected: option?.ariaSelected,
          text: option?.innerText,
          href: option?.getAttribute('href'),
          selected: document.querySelectorAll('[aria-selected=true]').length,
        }
      })
    await page.keyboard.press('Control+k')
    const dialog = page.getByRole('dialog', { name: 'Search' })
    const input = dialog.getByRole('combobox', { name: 'Search' })
    expect(await input.getAttribute('aria-expanded')).toBe('false')
    await input.fill('listAccessTokens')
    await dialog.getByRole('option').first().waitFor()
    expect(await input.getAttribute('aria-expanded')).toBe('true')
    const first = await chosen()
    expect(first).toMatchObject({ role: 'option', isSelected: 'true', selected: 1 })
    await page.keyboard.press('ArrowDown')
    const second = await chosen()
    expect(second).toMatchObject({ role: 'option', isSelected: 'true', selected: 1 })
    expect(second.href).not.toBe(first.href)
    await input.fill('revokeAccessToken')
    await dialog.getByRole('option', { name: 'revokeAccessToken' }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    const last = await chosen()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site.origin}${last.href}`)
    expect(await dialog.count()).toBe(0)
    await page.keyboard.press('/')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await leave(page)
  })

  it('copies a sample', async () => {
    const { page } = await visit('/sdk/access-token', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const block = page.locator('div.language-ts').first()
    await block.hover()
    await block.locator('button.copy').click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain("import { epilot } from '@epilot/sdk'")
    await leave(page)
  })

  it('shows SDK and CLI in tabs', async () => {
    const { page } = await visit('/guide/quick-start')
    const group = page.locator('.vp-code-group').first()
    expect(await group.locator('div.language-bash').isVisible()).toBe(false)
    await group.getByText('CLI', { exact: true }).click()
    expect(await group.locator('div.language-bash').isVisible()).toBe(true)
    await leave(page)
  })

  it('breaks no name on a phone, and keeps descriptions readable', async () => {
    const { page } = await visit('/cli/access-token', { viewport: { width: 360, height: 800 } })
    const faults = await page.evaluate(() => {
      const rows = [...document.querySelectorAll('.vp-doc tbody tr')]
      const names = rows
        .map((row) => row.querySelector('td:first-child code'))
        .filter((name) => name !== null)
      const isBroken = (name: Element): boolean =>
        !/\s/.test(name.textContent ?? '') && name.getClientRects().length > 1
      return [
        ...names.filter(isBroken).map((name) => name.textContent),
        ...rows
          .filter((row) => row.clientHeight > 320)
          .map((row) => `${row.textContent}: ${row.clientHeight} pixels`),
      ]
    })
    expect(faults).toEqual([])
    await leave(page)
  })

  it('turns dark on request', async () => {
    const { page } = await visit('/', { colorScheme: 'light' })
    await page.locator('.VPSwitchAppearance').first().click()
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true)
    await leave(page)
  })

  it.each([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'light', width: 360 },
    { colorScheme: 'dark', width: 360 },
  ] as const)('is accessible and no wider than the screen: $colorScheme, $width pixels', async (look) => {
    const { colorScheme, width } = look
    const faults = await onEveryPage(
      async (page, path) => {
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        const findings = (await axeFindings(page)).map((finding) => `${path}: ${finding}`)
        return excess > 0 ? [`${path} is ${excess} pixels too wide`, ...findings] : findings
      },
      { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 800 } },
    )
    const { page } = await visit('/', {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width, height: 800 },
    })
    await page.keyboard.press('Control+k')
    for (const query of ['', 'revokeAccessToken', 'zzzzzzzz']) {
      await page.locator('#localsearch-input').fill(query)
      await page
        .locator({ '': '.results', zzzzzzzz: '.no-results' }[query] ?? '.result')
        .first()
        .waitFor({ state: 'attached' })
      faults.push(...(await axeFindings(page)).map((finding) => `search for "${query}": ${finding}`))
    }
    await leave(page)
    expect(faults).toEqual([])
  })

  it.each(['light', 'dark'] as const)('is accessible where it has no page, too: %s', async (colorScheme) => {
    const { page } = await visit('/nowhere', { colorScheme })
    await page.getByRole('link', { name: 'Take me home' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await leave(page)
  })
})

/** Serious and critical findings of axe-core. */
const axeFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => ({ id, impact, html })))
  })
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, html }) => `${id}: ${html.slice(0, 200)}`)
}
