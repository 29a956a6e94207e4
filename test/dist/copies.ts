import { cp, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLocalApi } from './local-api.js'
import { runOrThrow } from './process.js'

/** What a program with two copies of something saw of one failed call. */
export interface CopiesOutcome {
  /** The guard of the copy that made the client knows the error. */
  own: boolean
  /** The guard of the other copy knows it. */
  other: boolean
  /** `isAxiosError` of the program's axios knows it. */
  axios: boolean
  /** Both copies answered a call. */
  calls: number
}

export interface CopiesOptions {
  consumer: string
  installed: string
}

/** Both formats of one installation, in one process. */
export const bothFormats = (options: CopiesOptions): Promise<CopiesOutcome> =>
  runWithCopies(options, { folder: options.consumer, other: "require('@epilot/sdk/access-token')" })

/** Two installations of the package, in one process. */
export const twoPackages = async (options: CopiesOptions): Promise<CopiesOutcome> => {
  const second = join(options.consumer, 'second')
  await mkdir(second, { recursive: true })
  await cp(join(options.consumer, 'node_modules'), join(second, 'node_modules'), { recursive: true })
  return runWithCopies(options, {
    folder: options.consumer,
    other: "await import('./second/node_modules/@epilot/sdk/dist/access-token.js')",
  })
}

/** An axios of the program's own beside the one that the package has. */
export const twoAxios = async (options: CopiesOptions): Promise<CopiesOutcome> => {
  const folder = join(options.consumer, 'two-axios')
  const modules = join(folder, 'node_modules')
  await mkdir(folder, { recursive: true })
  await cp(join(options.consumer, 'node_modules'), modules, { recursive: true })
  await mkdir(join(modules, '@epilot/sdk/node_modules'), { recursive: true })
  await rename(join(modules, 'axios'), join(modules, '@epilot/sdk/node_modules/axios'))
  await cp(join(modules, '@epilot/sdk/node_modules/axios'), join(modules, 'axios'), { recursive: true })
  return runWithCopies(options, { folder, other: "await import('@epilot/sdk/access-token')" })
}

const runWithCopies = async (
  { installed }: CopiesOptions,
  { folder, other }: { folder: string; other: string },
): Promise<CopiesOutcome> => {
  const path = join(folder, 'copies.mjs')
  await writeFile(
    path,
    `import { createRequire } from 'node:module'
import axios from 'axios'
import * as own from '@epilot/sdk/access-token'
const require = createRequire(import.meta.url)
const other = ${other}
const options = { server: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN, retry: false }
const clients = [own.createClient(options), other.createClient(options)]
const answers = await Promise.all(clients.map((client) => client.listAccessTokens()))
const error = await clients[0].revokeAccessToken('api_unknown').catch((reason) => reason)
console.log(JSON.stringify({
  own: own.isApiError(error, 'revokeAccessToken', 404),
  other: other.isApiError(error, 'revokeAccessToken', 404),
  axios: axios.isAxiosError(error),
  calls: answers.filter(({ status }) => status === 200).length,
}))
`,
  )
  const api = await startLocalApi(installed)
  const output = await runOrThrow(process.execPath, [path], {
    cwd: folder,
    env: { LOCAL_API: api.url, LOCAL_TOKEN: api.token },
  }).finally(() => api.close())
  return JSON.parse(output)
}
