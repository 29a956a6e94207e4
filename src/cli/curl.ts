import { maskBody, maskHeader, maskText, maskUrl } from './mask.js'
import type { SentRequest } from './trace.js'

/** Text as one word of a POSIX shell. */
export const shellQuote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/**
 * A request as a curl command line, secrets masked.
 *
 * @param origin where the body came from: a file's name, `stdin` or `-d`
 */
export function curlLine(
  request: SentRequest,
  { secrets, origin }: { secrets: string[]; origin?: string },
): string {
  const { method, url, headers, body } = request
  const words = ['curl']
  if (method !== 'GET') words.push('-X', method)
  words.push(shellQuote(maskUrl(url, secrets)))
  for (const [name, value] of headers) {
    words.push('-H', shellQuote(maskText(`${name}: ${maskHeader(name, value)}`, secrets)))
  }
  if (body !== undefined) {
    const text = isText(body) ? maskBody(body.toString('utf8'), secrets) : undefined
    if (text !== undefined) words.push('--data-raw', shellQuote(text))
    else words.push('--data-binary', shellQuote(`@${origin === 'stdin' ? '-' : (origin ?? '-')}`))
  }
  return words.join(' ')
}

// A shell word can hold no NUL, and only text can be pasted.
const isText = (body: Buffer | string): boolean => {
  const text = body.toString('utf8')
  return !text.includes('\0') && !text.includes('\ufffd')
}
