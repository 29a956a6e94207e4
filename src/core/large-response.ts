import { AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import type { SentConfig } from './context.js'
import { isLoopback } from './origin.js'

/**
 * The request for an answer that is elsewhere: bare, as that place isn't the API's.
 *
 * @param api Base URL of the API, which may be referred from; `false` where an answer may not refer any further.
 */
export const payloadRequest = (
  { headers, data }: AxiosResponse,
  api: URL | false,
): Partial<SentConfig> | undefined => {
  // HEAD has no body, and so no reference.
  if (!data || !/^application.large-response.vnd.json\s*(;|$)/i.test(headers?.['content-type'] as string))
    return
  let url: URL | undefined
  try {
    url = new URL(JSON.parse(`${data}`).$payload_ref)
  } catch {}
  // An address, private or not, is nothing that a public service is referred to by.
  if (
    !api ||
    !url ||
    !(
      (url.protocol === 'https:' && !/(localhost\.?|[\d\]])$/.test(url.hostname)) ||
      (isLoopback(api) && isLoopback(url))
    )
  ) {
    throw new AxiosError('$payload_ref is no public URL', 'ERR_BAD_RESPONSE')
  }
  return {
    method: 'get',
    url: url.href,
    headers: new AxiosHeaders(),
    auth: null,
    params: null,
    data: null,
    maxRedirects: 0,
    maxContentLength: 100_000_000,
  } as unknown as Partial<SentConfig>
}
