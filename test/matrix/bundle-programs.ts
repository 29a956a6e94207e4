import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { openPage } from '../browser/page.js'
import { startConsumerApi } from '../dist/local-api.js'
import { runOrThrow } from '../dist/process.js'
import { type BundleRequest, bundleWith } from './bundle-with.js'

/** How a program is bundled, and the browser that runs it; without one it runs in Node. */
export interface ProgramRequest extends Omit<BundleRequest, 'code' | 'platform'> {
  browser?: Browser | undefined
}

interface Program extends ProgramRequest {
  code: string
  /** Origins besides the local API's that the page may send requests to. */
  connect?: string
}

/** What the guide on bundle size advises for Rollup. */
export const ownChunk = { epilot: ['@epilot/sdk'] }

/** The facade's first call in the entry module itself, as scripts write it. */
export const topLevelAwait = (request: ProgramRequest): Promise<string> => {
  const call = `import { createSDK } from '@epilot/sdk'
const call = async ({ url, token }) =>
  (await createSDK({ server: url, token }).accessToken.listAccessTokens()).status
`
  const page = `let finish
const finished = new Promise((resolve) => { finish = resolve })
const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error('No answer.')), 5_000))
globalThis.run = () => Promise.race([finished, late()])
finish(await call(globalThis.localApi))
`
  return runProgram({ ...request, code: call + (request.browser ? page : `console.log(await ${nodeCall})`) })
}

/** A client of a document that is known at run time only, and spread over two files. */
export const documentClient = async (request: ProgramRequest): Promise<string> => {
  const server = createServer(({ url }, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.end(JSON.stringify(url === '/openapi.json' ? openapi : { Tokens: { type: 'array', items: {} } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const connect = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const call = `import { createClientFromDocument } from '@epilot/sdk/openapi'
const call = async ({ url, token }) =>
  (await (await createClientFromDocument('${connect}/openapi.json', { server: url, token })).listTokens()).status
`
  const run = request.browser
    ? 'globalThis.run = () => call(globalThis.localApi)'
    : `${nodeCall}.then(console.log)`
  return runProgram({ ...request, connect, code: call + run }).finally(() => {
    server.closeAllConnections()
    server.close()
  })
}

const nodeCall = 'call({ url: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN })'

const openapi = {
  openapi: '3.0.3',
  info: { title: 'Tokens', version: '1.0.0' },
  security: [{ bearer: [] }],
  paths: {
    '/v1/access-tokens': {
      get: {
        operationId: 'listTokens',
        responses: {
          200: {
            description: 'Tokens',
            content: { 'application/json': { schema: { $ref: 'schemas.json#/Tokens' } } },
          },
        },
      },
    },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
}

/** Bundles and runs a program that ends with the status of a call: printed, or given by `globalThis.run`. */
const runProgram = async ({ browser, connect, ...request }: Program): Promise<string> => {
  const { folder, files } = await bundleWith({ ...request, platform: browser ? 'browser' : 'node' })
  const api = await startConsumerApi(request.workspace.installed)
  const localApi = { url: api.url, token: api.token }
  const inPage = async (started: Browser): Promise<unknown> => {
    const page = await openPage({
      browser: started,
      files,
      connect: [api.url, connect].filter(Boolean).join(' '),
      localApi,
    })
    return page.call('run').finally(() => page.close())
  }
  const inNode = (): Promise<string> =>
    runOrThrow(process.execPath, ['main.js'], {
      cwd: folder,
      env: { LOCAL_API: api.url, LOCAL_TOKEN: api.token },
      timeout: 20_000,
    })
  const status = await (browser ? inPage(browser) : inNode()).finally(() => api.close())
  if (Number(status) !== 200) throw new Error(`The program ended with ${status} instead of an answer.`)
  return 'answered'
}
