import type { AxiosInstance } from 'axios'
import * as tokens from '../../src/apis/access-token/index.gen.js'
import {
  type AccessTokenItem,
  authorize,
  type Client,
  createClient,
  getClient,
  isApiError,
  type PathsDictionary,
  type TokenParameters,
} from '../../src/apis/access-token/index.gen.js'
import { createSDK, epilot } from '../../src/index.js'

// Compiled by `npm run typecheck`, never run: each expected error stands on one line.

const equal = <A, B>(
  _same: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false,
): void => {}

export async function calls(client: Client): Promise<void> {
  await client.listAccessTokens()
  await client.listAccessTokens(null)
  await client.listAccessTokens({ token_type: ['api', 'app'] }, null, { timeout: 1000, retry: false })
  await client.createAccessToken(null, { name: 'a' })
  await client.createAccessToken({}, { name: 'a', token_type: 'journey', journey_id: 'j' })
  await client.revokeAccessToken({ id: 'some-id' })
  await client.revokeAccessToken('some-id')
  await client.paths['/v1/access-tokens/{id}'].delete('some-id')
  await client.request({ url: '/raw' })

  // @ts-expect-error the path parameter is required
  await client.revokeAccessToken()
  // @ts-expect-error null is no path parameter
  await client.revokeAccessToken(null)
  // @ts-expect-error the body is required
  await client.createAccessToken()
  // @ts-expect-error the body is required, not null
  await client.createAccessToken(null, null)
  // @ts-expect-error a journey token needs a journey
  await client.createAccessToken(null, { name: 'a', token_type: 'journey' })
  // @ts-expect-error there is no such token type
  await client.listAccessTokens({ token_type: ['...'] })
  // @ts-expect-error there is no such parameter
  await client.listAccessTokens({ token_typ: ['api'] })
  // @ts-expect-error there is no such operation
  await client.typo()
  // @ts-expect-error there is no such path
  client.paths['/v1/typo']
  // @ts-expect-error a listing takes no body
  await client.listAccessTokens(null, { name: 'a' })
}

export async function answers(client: Client): Promise<void> {
  const created = await client.createAccessToken(null, { name: 'a' })
  equal<typeof created.data.token, string>(true)
  const listed = await client.listAccessTokens()
  equal<typeof listed.data, AccessTokenItem[]>(true)
  equal<AccessTokenItem['created_at'], string>(true)
  equal<PathsDictionary['/v1/access-tokens']['get'], Client['listAccessTokens']>(true)
  const parameters: TokenParameters = { name: 'a', token_type: 'portal', portal_id: 'p', expires_in: '7d' }
  await epilot.accessToken.createAccessToken(null, parameters)
}

export function errors(error: unknown): void {
  if (isApiError(error, 'createAccessToken', 400))
    equal<typeof error.body, { status: number; error: string }>(true)
  // @ts-expect-error the document lists no 404 for this operation
  isApiError(error, 'createAccessToken', 404)
  // @ts-expect-error there is no such operation
  isApiError(error, 'typo')
}

export async function clients(): Promise<void> {
  const axios: AxiosInstance = getClient()
  const client: Client = authorize(createClient({ token: 'a', server: 'http://127.0.0.1' }), async () => 'b')
  const handled: Client = await epilot.accessToken.getClient()
  await createSDK().accessToken.revokeAccessToken('some-id')
  console.log(axios, client, handled)
  // @ts-expect-error there is no such API
  epilot.typo
  // @ts-expect-error an option that does not exist
  createClient({ tokn: 'a' })
}

export async function ownApis(): Promise<void> {
  const lazy = createSDK({ apis: { tokens: () => import('../../src/apis/access-token/index.gen.js') } })
  const eager = createSDK({ token: 'a', apis: { tokens } })
  for (const sdk of [lazy, eager]) {
    const { data } = await sdk.tokens.createAccessToken(null, { name: 'a' })
    equal<typeof data.token, string>(true)
    await sdk.accessToken.listAccessTokens()
    sdk.authorize('b').headers({ 'x-a': 'b' })
  }
  equal<Awaited<ReturnType<typeof lazy.tokens.getClient>>, Client>(true)
  // @ts-expect-error the operation takes a body
  await lazy.tokens.createAccessToken()
  // @ts-expect-error there is no such API
  eager.typo
  // @ts-expect-error this is no generated module
  createSDK({ apis: { tokens: () => import('axios') } })
}
