import { AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import { decode, parse } from './error.js'
import { isLoopback, isPrivate, parseURL } from './origin.js'
import type { SentConfig } from './target.js'

/** What epilot answers with when the answer is too large for its gateway. */
export const LARGE_RESPONSE = 'application/large-response.vnd+json'

const MAX_BYTES = 100 * 2 ** 20

export const isLargeResponse = (response: AxiosResponse): boolean =>
  `${response.headers['content-type']}`.split(';')[0]?.trim().toLowerCase() === LARGE_RESPONSE

/** The request for the answer itself: bare, as the place it is at isn't the API's. */
export const payloadRequest = (response: AxiosResponse, api: URL): Partial<SentConfig> => {
  const reference = (parse(decode(response.data)) as { $payload_ref?: unknown })?.$payload_ref
  const url = parseURL(`${reference}`, api.href)
  const isLocal = isLoopback(api) && isLoopback(url)
  if (typeof reference !== 'string' || !(isLocal || (url.protocol === 'https:' && !isPrivate(url)))) {
    throw new AxiosError(
      `the large answer is at ${url.origin}, which is no public https address`,
      AxiosError.ERR_BAD_RESPONSE,
    )
  }
  return {
    method: 'get',
    url: url.href,
    baseURL: '',
    headers: new AxiosHeaders(),
    params: undefined,
    data: undefined,
    auth: undefined,
    maxContentLength: MAX_BYTES,
  } as unknown as Partial<SentConfig>
}
