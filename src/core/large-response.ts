import { AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import type { SentConfig } from './context.js'
import { isLoopback, isPublic } from './origin.js'

/** What epilot answers with when the answer is too large for its gateway. */
export const LARGE_RESPONSE = 'application/large-response.vnd+json'

export const isLargeResponse = ({ headers }: AxiosResponse): boolean =>
  /^application.large-response.vnd.json\s*(;|$)/i.test(`${headers?.['content-type']}`)

/** The request for the answer itself: bare, as the place it is at isn't the API's. */
export const payloadRequest = (body: unknown, api: URL): Partial<SentConfig> => {
  let url: URL | undefined
  try {
    url = new URL(JSON.parse(`${body}`).$payload_ref)
  } catch {}
  if (!url || !(isPublic(url) || (isLoopback(api) && isLoopback(url)))) {
    throw new AxiosError('$payload_ref is no public URL', 'ERR_BAD_RESPONSE')
  }
  return {
    method: 'get',
    url: url.href,
    headers: new AxiosHeaders(),
    params: undefined,
    data: undefined,
    auth: undefined,
    maxRedirects: 0,
    maxContentLength: 100_000_000,
  } as unknown as Partial<SentConfig>
}
