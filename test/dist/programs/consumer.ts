import { createSDK, isApiError } from '@epilot/sdk'
import { createClient, isApiError as isAccessTokenError } from '@epilot/sdk/access-token'
import { createTokenVerifier } from '@epilot/sdk/access-token/verify'

export interface LocalApi {
  url: string
  token: string
}

/**
 * What a program has to be able to do wherever it runs, against a local API that answers the first
 * list with 429. Gives the steps that succeeded; the first that doesn't is an error.
 */
export const consume = async ({ url, token }: LocalApi): Promise<string[]> => {
  const steps: string[] = []
  const step = (name: string, succeeded: boolean): void => {
    if (!succeeded) throw new Error(`'${name}' did not succeed; before it did: ${steps.join(', ')}.`)
    steps.push(name)
  }

  const retried: (number | undefined)[] = []
  const sdk = createSDK({
    token: () => token,
    server: url,
    retry: { onRetry: ({ status }) => retried.push(status) },
  })
  const created = await sdk.accessToken.createAccessToken(null, { name: 'Consumer', expires_in: '1h' })
  step('create', created.status === 201)

  const listed = await sdk.accessToken.listAccessTokens({ token_type: ['api'] })
  step(
    'list',
    listed.data.some(({ id }) => id === created.data.id),
  )
  step('retry after 429', retried.length === 1 && retried[0] === 429)

  const verify = createTokenVerifier({ server: url })
  const payload = await verify(created.data.token)
  step('verify', payload.token_id === created.data.id)

  const client = createClient({ token, server: url })
  const revoked = await client.revokeAccessToken({ id: created.data.id })
  step('revoke', revoked.data.id === created.data.id)

  const error: unknown = await client.revokeAccessToken(created.data.id).catch((reason: unknown) => reason)
  step('typed error', isAccessTokenError(error, 'revokeAccessToken', 404) && error.body.status === 404)
  step('error known to the root', isApiError(error, 'revokeAccessToken', 404))

  const rendered = [
    String(error),
    JSON.stringify(error),
    (error as Error).stack,
    JSON.stringify([sdk, client]),
  ].join()
  step('no token printed', !rendered.includes(token) && !rendered.includes(created.data.token))
  return steps
}
