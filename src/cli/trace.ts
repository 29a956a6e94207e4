import type { AxiosAdapter, AxiosResponse, AxiosStatic, InternalAxiosRequestConfig } from 'axios'
import { maskBody, maskHeader, maskText, maskUrl } from './mask.js'
import type { Terminal } from './terminal.js'

/** A request as it goes out: what `-v` shows and `--dry-run` prints. */
export interface SentRequest {
  method: string
  url: string
  headers: [string, string][]
  body: Buffer | string | undefined
}

interface TraceOptions {
  axios: AxiosStatic
  terminal: Terminal
  /** Show requests. */
  verbose: boolean
  /** Show status line and headers of answers. */
  include: boolean
  /** Values that must not be shown. */
  secrets: () => string[]
}

/** An adapter that shows every attempt on stderr, secrets masked, and sends it as axios does. */
export function tracingAdapter({ axios, terminal, verbose, include, secrets }: TraceOptions): AxiosAdapter {
  const showAnswer = (response: AxiosResponse | undefined): void => {
    if (!include || !response) return
    const show = (text: string): void => terminal.say(maskText(text, secrets()))
    const { httpVersion = '1.1' } = response.request?.res ?? {}
    show(`< HTTP/${httpVersion} ${response.status} ${response.statusText}`.trimEnd())
    for (const [name, value] of headerPairs(response.headers)) show(`< ${name}: ${maskHeader(name, value)}`)
    terminal.say('')
  }
  return async (config) => {
    if (verbose) showRequest(terminal, sentRequest(axios, config), secrets())
    const send = axios.getAdapter('http')
    try {
      const response = await send(config)
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
    show(sentRequest(axios, config))
    return { data: Buffer.alloc(0), status: 204, statusText: 'Not sent', headers: {}, config }
  }
}

function showRequest(
  terminal: Terminal,
  { method, url, headers, body }: SentRequest,
  secrets: string[],
): void {
  terminal.say(`> ${method} ${maskUrl(url, secrets)}`)
  for (const [name, value] of headers)
    terminal.say(maskText(`> ${name}: ${maskHeader(name, value)}`, secrets))
  terminal.say('>')
  if (body !== undefined) {
    const text = maskBody(body.toString('utf8'), secrets)
    for (const line of text.split('\n')) terminal.say(`> ${line}`)
  }
}

function sentRequest(axios: AxiosStatic, config: InternalAxiosRequestConfig): SentRequest {
  const { method = 'get', data } = config
  return {
    method: method.toUpperCase(),
    url: axios.getUri(config),
    headers: headerPairs(config.headers),
    body: typeof data === 'string' || Buffer.isBuffer(data) ? data : undefined,
  }
}

const headerPairs = (headers: object): [string, string][] =>
  Object.entries(headers)
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => [name, String(value)])
