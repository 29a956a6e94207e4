import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'

export interface PageOptions {
  browser: Browser
  /** Scripts by name; `main.js` is the page's module. */
  files: Map<string, string>
  /** Origin that the page may send requests to; by default none. */
  connect?: string
  /** Put on `globalThis.localApi` before the page's module runs. */
  localApi?: { url: string; token: string }
}

export interface OpenPage {
  /** Names of the scripts that were loaded so far. */
  scripts(): string[]
  /** Calls a function that the page's module left on `globalThis` and waits for what it promises. */
  call(name: string): Promise<unknown>
  /** What the page complained about so far: thrown errors, console errors, violations of the policy. */
  complaints(): string[]
  close(): Promise<void>
}

/** Opens a page whose policy forbids everything but its own scripts and requests to `connect`. */
export const openPage = async (options: PageOptions): Promise<OpenPage> => {
  const policy = `default-src 'none'; script-src 'self'; connect-src ${options.connect ?? "'none'"}`
  const scripts: string[] = []
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1)
    response.setHeader('content-security-policy', policy)
    if (name === '') {
      response.setHeader('content-type', 'text/html')
      return response.end('<!doctype html><title>page</title><script type="module" src="/main.js"></script>')
    }
    const text = options.files.get(name)
    if (text === undefined) return response.writeHead(name === 'favicon.ico' ? 204 : 404).end()
    scripts.push(name)
    response.setHeader('content-type', 'text/javascript')
    return response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const page = await options.browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.addInitScript((api) => Object.assign(globalThis, { localApi: api }), options.localApi)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'load' })

  return {
    scripts: () => [...scripts],
    // The developer tools lift the policy for what they call themselves, but not for a timer.
    call: (name) =>
      page.evaluate(
        (method) =>
          new Promise((resolve, reject) => {
            const functions = globalThis as unknown as Record<string, () => unknown>
            setTimeout(() => new Promise((started) => started(functions[method]?.())).then(resolve, reject))
          }),
        name,
      ),
    complaints: () => [...complaints],
    close: async () => {
      await page.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
