import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { startLocalApi } from '../dist/local-api.js'
import { installExamples, linesUnder, startLines } from '../docs/example-lines.js'
import { freePort } from '../docs/free-port.js'
import { launchChromium } from './chromium.js'

const consumer = inject('consumer')
const installed = inject('installed')

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

it('the browser example shows the keys of public tokens', async () => {
  const api = await startLocalApi(installed)
  const cwd = await installExamples({ consumer, installed, name: 'browser-example' })
  const [lines = ''] = await linesUnder('Browser')
  const served = startLines(lines.replaceAll('8000', String(await freePort())), {
    cwd,
    env: { EPILOT_SERVER: api.url },
  })
  const [url = ''] = /http\S+/.exec(await served.says(/Open http\S+\n[\s\S]*Local:/)) ?? []

  const page = await browser.newPage()
  await page.goto(url)
  const items = page.locator('li')
  await items.first().waitFor()

  expect(await items.allTextContents()).toEqual([expect.stringMatching(/^\S+ \(RS256\)$/)])
  await page.close()
  await served.stop()
  await api.close()
})
