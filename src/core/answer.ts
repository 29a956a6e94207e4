import { AxiosError, type AxiosResponse, type AxiosResponseHeaders } from 'axios'
import type { CallConfig } from './error.js'
import { checkAnswer } from './platform.js'
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
  function (this: ParsedConfig, data: unknown, headers: AxiosResponseHeaders, status = 200): unknown {
    const { responseType = 'json', response } = this
    const operation = operations[this.operationId as string]
    const type = `${headers['content-type']}`
    const isJSON = /[/+]json\b/i.test(type)
    const refuse = (problem: string): never => {
      throw new AxiosError(problem, 'ERR_BAD_RESPONSE', this, undefined, response)
    }
    checkAnswer(response, refuse)
    if (responseType !== 'json' || typeof data !== 'string' || !data.trim()) return data
    if (operation?.json === false && !isJSON) return data
    try {
      return JSON.parse(data, this.parseReviver)
    } catch {
      if (status > 299 || !(isJSON || operation)) return data
      return refuse(`${type} is not JSON`)
    }
  }
