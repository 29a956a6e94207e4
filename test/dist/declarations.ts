import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Programs of one entry each, which a compiler that writes declarations has to find names for. */
interface Wrappers {
  entry: string
  /** Functions around calls, as projects write them first. What they return is inferred. */
  calls: string
  /**
   * What else axios has in a client or an answer. With axios's types for CommonJS no compiler looks for a name in the
   * package: a project that writes these down declares axios as a dependency.
   */
  members: string
}

export const wrappers: Wrappers[] = [
  {
    entry: '@epilot/sdk',
    calls: `import { createSDK, epilot, isApiError } from '@epilot/sdk'
export const sdk = createSDK({ token: 'token' })
export const handle = sdk.accessToken
export const getClient = () => sdk.accessToken.getClient()
export const list = () => epilot.accessToken.listAccessTokens()
export const create = () => sdk.accessToken.createAccessToken(null, { name: 'CI', token_type: 'api' })
export const data = async () => (await list()).data
export const method = epilot.accessToken.listAccessTokens
export const interceptors = epilot.interceptors
export const failure = (error: unknown) => (isApiError(error) ? error : undefined)
export const guard = isApiError
`,
    members: `import { epilot } from '@epilot/sdk'
export const headers = async () => (await epilot.accessToken.listAccessTokens()).headers
export const config = async () => (await epilot.accessToken.listAccessTokens()).config
export const requests = epilot.interceptors.request
`,
  },
  {
    entry: '@epilot/sdk/access-token',
    calls: `import { api, authorize, createClient, getClient, isApiError, openapi } from '@epilot/sdk/access-token'
export const client = authorize(getClient(), async () => 'token')
export const list = () => client.listAccessTokens({ token_type: ['api'] })
export const create = () => client.createAccessToken(null, { name: 'CI', token_type: 'api' })
export const revoke = (id: string) => client.revokeAccessToken(id)
export const data = async () => (await client.getAccessTokenJwks()).data
export const { paths, listAccessTokens: method } = client
export const failure = (error: unknown) => (isApiError(error) ? error : undefined)
export const values = { api, createClient, getClient, guard: isApiError, openapi }
`,
    members: `import { getClient, isApiError } from '@epilot/sdk/access-token'
const client = getClient()
export const headers = async () => (await client.listAccessTokens()).headers
export const config = async () => (await client.listAccessTokens()).config
export const { defaults, interceptors, request } = client
export const raw = () => client.get('/v1/access-tokens')
export const spread = { ...client }
export const answer = (error: unknown) => (isApiError(error) ? error.response : undefined)
`,
  },
  {
    entry: '@epilot/sdk/openapi',
    calls: `import { createClientFromDocument, DocumentError } from '@epilot/sdk/openapi'
export const client = () => createClientFromDocument('openapi.json')
export const paths = async () => (await client()).paths
export const problems = (error: unknown) => (error instanceof DocumentError ? error.problems : [])
export const values = { createClientFromDocument }
`,
    members: `import { createClientFromDocument } from '@epilot/sdk/openapi'
export const call = async () => (await createClientFromDocument('openapi.json')).listThings?.()
export const headers = async () => (await call())?.headers
export const config = async () => (await call())?.config
`,
  },
  {
    entry: '@epilot/sdk/core',
    calls: `import * as core from '@epilot/sdk/core'
export const values = { ...core }
export const api = core.defineApi({ name: 'things', operations: {} })
export const client = () => api.connect()
`,
    members: `import { defineApi } from '@epilot/sdk/core'
export const get = () => defineApi({ name: 'things', operations: {} }).connect().get('/things')
export const headers = async () => (await get()).headers
`,
  },
]

/** Compiler options of a project that writes declarations. */
export const writesDeclarations = {
  noEmit: false,
  declaration: true,
  emitDeclarationOnly: true,
  outDir: 'out',
}

/**
 * Lays a project's packages out as pnpm does: of what is installed, only the package itself can be imported from
 * `folder`; its dependencies are links beside it.
 */
export const hoistNothing = async (consumer: string, folder: string): Promise<void> => {
  const modules = join(folder, 'node_modules')
  const placeOf = (name: string): string =>
    join(modules, '.pnpm', name.replace('/', '+'), 'node_modules', name)
  const link = async (name: string, parent: string): Promise<void> => {
    await mkdir(dirname(join(parent, name)), { recursive: true })
    await symlink(relative(dirname(join(parent, name)), placeOf(name)), join(parent, name), 'dir')
  }
  const names = (await readdir(join(consumer, 'node_modules'))).filter((name) => !/^[.@]/.test(name))
  for (const name of ['@epilot/sdk', ...names])
    await cp(join(consumer, 'node_modules', name), placeOf(name), { recursive: true })
  await link('@epilot/sdk', modules)
  for (const name of names) await link(name, join(placeOf('@epilot/sdk'), '..', '..'))
}
