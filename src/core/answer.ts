import { AxiosError, type AxiosResponse, type AxiosResponseHeaders } from 'axios'
import type { CallConfig } from './error.js'
import type { ApiDefinition } from './types.js'

/** The config while axios transforms an answer. */
export type ParsedConfig = CallConfig & {
  parseReviver?: (key: string, value: unknown) => unknown
  response?: AxiosResponse
}

/**
 * Makes axios's transformation of answers: the value of a JSON answer. Text stays text where the document or the
 * content type says that it is. What it makes throws `ERR_BAD_RESPONSE` for a success that should be JSON and isn't.
 */
export const answerParser = (operations: ApiDefinition['operations']) =>
  function (this: ParsedConfig, data: unknown, headers: AxiosResponseHeaders, status = 0): unknown {
    const { responseType = 'json', parseReviver, response, operationId = '', method } = this
    const operation = operations[operationId]
    const type = `${headers['content-type']}`
    const isJSON = /[/+]json\b/i.test(type)
    if (typeof data !== 'string' || responseType !== 'json') return data
    // A compressed body that breaks off early decodes to nothing.
    const isEmpty = !Number(headers['content-length']) || status === 204 || method === 'head'
    if (isEmpty && !data.trim()) return data
    if (operation?.json === false && !isJSON) return data
    try {
      return JSON.parse(data, parseReviver)
    } catch {
      if (status < 200 || status > 299 || !(isJSON || operation)) return data
      throw new AxiosError(`the answer (${type}) is not JSON`, 'ERR_BAD_RESPONSE', this, undefined, response)
    }
  }
