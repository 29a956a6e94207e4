import type { AxiosAdapter, AxiosResponse, AxiosStatic } from 'axios'
import type { getAdapter } from '../core/adapter.js'
import { isSecretName, mask, maskHeader, maskText, maskUrl } from './mask.js'
import { maskBody } from './mask-body.js'
import { type FormPart, headerPairs, type SentRequest, sentRequest, typeOf } from './sent-request.js'
import type { Terminal } from './terminal.js'

interface TraceOptions {
  axios: AxiosStatic
  getAdapter: typeof getAdapter
  terminal: Terminal
  /** Show requests. */
  verbose: boolean
  /** Show status line and headers of answers. */
  include: boolean
  /** Values that must not be shown. */
  secrets: () => string[]
}

/** An adapter that shows every attempt on stderr, secrets masked, and sends it as axios does. */
export function tracingAdapter(options: TraceOptions): AxiosAdapter {
  const { axios, terminal, verbose, include, secrets } = options
  const showAnswer = (response: AxiosResponse | undefined): void => {
    if (!include || !response) return
    const show = (text: string): void => terminal.say(maskText(text, secrets()))
    const { httpVersion = '1.1' } = response.request?.res ?? {}
    show(`< HTTP/${httpVersion} ${response.status} ${response.statusText}`.trimEnd())
    for (const [name, value] of headerPairs(response.headers)) show(`< ${name}: ${maskHeader(name, value)}`)
    terminal.say('')
  }
  return async (config) => {
    if (verbose) showRequest(terminal, await sentRequest(axios, config), secrets())
    const send = options.getAdapter('http', config)
    try {
      // A copy: the adapter changes what it is given, and a repeat gets the same config.
      const response = await send({ ...config })
      showAnswer(response)
      return response
    } catch (error) {
      if (axios.isAxiosError(error)) showAnswer(error.response)
      throw error
    }
  }
}

/** An adapter that sends nothing: it hands the request over and answers with an empty body. */
export function dryAdapter(axios: AxiosStatic, show: (request: SentRequest) => void): AxiosAdapter {
  return async (config) => {
    show(await sentRequest(axios, config))
    return { data: Buffer.alloc(0), status: 204, statusText: 'Not sent', headers: {}, config }
  }
}

function showRequest(terminal: Terminal, request: SentRequest, secrets: string[]): void {
  const { method, url, headers, body } = request
  terminal.say(`> ${method} ${maskUrl(url, secrets)}`)
  for (const [name, value] of headers)
    terminal.say(maskText(`> ${name}: ${maskHeader(name, value)}`, secrets))
  terminal.say('>')
  if (body === undefined) return
  const text = Array.isArray(body)
    ? body.map((part) => `${part.name}: ${shownPart(part, secrets)}`).join('\n')
    : maskBody(body.toString('utf8'), { type: typeOf(request), secrets })
  for (const line of text.split('\n')) terminal.say(`> ${line}`)
}

/** A part of a form as it may be shown: the text of a field, `@path` of a file. */
export function shownPart({ name, text, isFile, type }: FormPart, secrets: string[]): string {
  if (isFile) return `@${text}`
  return isSecretName(name) ? mask(text) : maskBody(text, { type, secrets })
}
