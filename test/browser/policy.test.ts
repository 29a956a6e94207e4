import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { bundle } from '../dist/bundle.js'
import { startConsumerApi } from '../dist/local-api.js'
import { consumerSteps } from '../dist/steps.js'
import { launchChromium } from './chromium.js'
import { openPage } from './page.js'

const consumer = inject('consumer')
const installed = inject('installed')

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
  await cp(new URL('../dist/programs/consumer.ts', import.meta.url), join(consumer, 'consumer.ts'))
})
afterAll(() => browser.close())

describe('a page under a policy that forbids eval', () => {
  it.each([{ splitting: false }, { splitting: true }])(
    'runs the consumer program (splitting: $splitting)',
    async ({ splitting }) => {
      const api = await startConsumerApi(installed)
      const { files } = await bundle({
        consumer,
        splitting,
        code: "import { consume } from './consumer.ts'\nglobalThis.run = () => consume(globalThis.localApi)",
      })
      files.set('main.js', files.get('entry.js') ?? '')
      const page = await openPage({
        browser,
        files,
        connect: api.url,
        localApi: { url: api.url, token: api.token },
      })

      const steps = await page.call('run')

      expect(steps).toEqual(consumerSteps)
      expect(page.complaints().filter((text) => !/status of (404|429)/.test(text))).toEqual([])
      await page.close()
      await api.close()
    },
  )

  it.each([
    '@epilot/sdk',
    '@epilot/sdk/access-token',
    '@epilot/sdk/access-token/verify',
    '@epilot/sdk/core',
    '@epilot/sdk/openapi',
  ])('loads all of %s', async (entry) => {
    const { files } = await bundle({
      consumer,
      code: `import * as all from '${entry}'\nglobalThis.names = () => Object.keys(all)`,
    })
    const page = await openPage({ browser, files: new Map([['main.js', files.get('entry.js') ?? '']]) })

    const names = await page.call('names')

    expect(names).not.toEqual([])
    expect(page.complaints()).toEqual([])
    await page.close()
  })

  it('is refused code from a string, so the policy holds', async () => {
    const files = new Map([['main.js', "globalThis.make = () => new Function('return 1')()"]])
    const page = await openPage({ browser, files })

    await expect(page.call('make')).rejects.toThrow(/unsafe-eval/)
    await page.close()
  })
})
