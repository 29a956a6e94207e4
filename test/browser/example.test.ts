import { cp, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { bundleOneFile } from '../dist/bundle.js'
import { startLocalApi } from '../dist/local-api.js'
import { launchChromium } from './chromium.js'

const consumer = inject('consumer')
const example = new URL('../../examples/browser/', import.meta.url)

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

it('the browser example shows the keys of public tokens', async () => {
  const api = await startLocalApi(inject('installed'))
  await cp(new URL('main.ts', example), join(consumer, 'browser-example.ts'))
  const html = await readFile(new URL('index.html', example))
  const code = await bundleOneFile({ consumer, code: "import './browser-example.ts'" })
  const server = createServer((request, response) => {
    const isScript = request.url === '/main.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? code : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const page = await browser.newPage()
  const { port } = server.address() as AddressInfo
  await page.goto(`http://127.0.0.1:${port}/?server=${encodeURIComponent(api.url)}`)
  const items = page.locator('li')
  await items.first().waitFor()

  expect(await items.allTextContents()).toEqual([expect.stringMatching(/^\S+ \(RS256\)$/)])
  await page.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await api.close()
})
