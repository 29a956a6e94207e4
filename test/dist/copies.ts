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
  /** The guard of the other copy knows a verifier's error. */
  token: boolean
  /** The guard of the other copy knows a refused document's error. */
  document: boolean
}

export interface CopiesOptions {
  consumer: string
  installed: string
}

/** Both formats of one installation, in one process. */
export const bothFormats = (options: CopiesOptions): Promise<CopiesOutcome> =>
  runWithCopies(options, { folder: options.consumer, load: '(entry) => require(entry)' })

/** Two installations of the package, in one process. */
export const twoPackages = async (options: CopiesOptions): Promise<CopiesOutcome> => {
  const second = join(options.consumer, 'second')
  await mkdir(second, { recursive: true })
  await cp(join(options.consumer, 'node_modules'), join(second, 'node_modules'), { recursive: true })
  await writeFile(join(second, 'load.mjs'), 'export const load = (entry) => import(entry)\n')
  return runWithCopies(options, {
    folder: options.consumer,
    load: "(await import('./second/load.mjs')).load",
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
  return runWithCopies(options, { folder, load: '(entry) => import(entry)' })
}

const runWithCopies = async (
  { installed }: CopiesOptions,
  { folder, load }: { folder: string; load: string },
): Promise<CopiesOutcome> => {
  const path = join(folder, 'copies.mjs')
  await writeFile(
    path,
    `import { createRequire } from 'node:module'
import axios from 'axios'
import * as own from '@epilot/sdk/access-token'
import { createTokenVerifier } from '@epilot/sdk/access-token/verify'
import { createClientFromDocument } from '@epilot/sdk/openapi'
const require = createRequire(import.meta.url)
const load = ${load}
const other = await load('@epilot/sdk/access-token')
const { isTokenError } = await load('@epilot/sdk/access-token/verify')
const { isDocumentError } = await load('@epilot/sdk/openapi')
const options = { server: process.env.LOCAL_API, token: process.env.LOCAL_TOKEN, retry: false }
const clients = [own.createClient(options), other.createClient(options)]
const answers = await Promise.all(clients.map((client) => client.listAccessTokens()))
const error = await clients[0].revokeAccessToken('api_unknown').catch((reason) => reason)
const refused = await createTokenVerifier()('a.b.c').catch((reason) => reason)
const unusable = await createClientFromDocument({}).catch((reason) => reason)
console.log(JSON.stringify({
  own: own.isApiError(error, 'revokeAccessToken', 404),
  other: other.isApiError(error, 'revokeAccessToken', 404),
  axios: axios.isAxiosError(error),
  calls: answers.filter(({ status }) => status === 200).length,
  token: isTokenError(refused) && !isTokenError(unusable) && !isTokenError(null),
  document: isDocumentError(unusable) && !isDocumentError(refused) && !isDocumentError(null),
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
