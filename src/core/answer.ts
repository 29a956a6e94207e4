import { AxiosError, type AxiosResponse } from 'axios'
import type { CallConfig } from './error.js'
import type { Operation } from './types.js'

/** The config while axios transforms an answer. */
export type ParsedConfig = CallConfig & {
  parseReviver?: (key: string, value: unknown) => unknown
  response?: AxiosResponse
}

/**
 * The value of a JSON answer. Text stays text where the document or the content type says that it is.
 *
 * @throws AxiosError `ERR_BAD_RESPONSE` for a successful answer that should be JSON and isn't.
 */
export const parseAnswer = (
  config: ParsedConfig,
  operation: Operation | undefined,
  { data, headers, status }: Pick<AxiosResponse, 'data' | 'headers' | 'status'>,
): unknown => {
  const { responseType = 'json', parseReviver } = config
  if (typeof data !== 'string' || !data.trim() || responseType !== 'json') return data
  const type = `${headers['content-type']}`
  const isJSON = /[/+]json\b/i.test(type)
  if (operation?.json === false && !isJSON) return data
  try {
    return JSON.parse(data, parseReviver)
  } catch {
    if (status < 200 || status > 299 || !(isJSON || operation)) return data
    const message = `the answer (${type}) is not JSON`
    throw new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, config, undefined, config.response)
  }
}
