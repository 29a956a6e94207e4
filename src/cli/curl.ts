import { maskHeader, maskText, maskUrl } from './mask.js'
import { maskBody } from './mask-body.js'
import { type FormPart, type SentRequest, typeOf } from './sent-request.js'
import { shownPart } from './trace.js'

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
  const words = ['curl', ...methodWords(method, body !== undefined)]
  const isForm = Array.isArray(body)
  words.push(shellQuote(maskUrl(url, secrets)))
  for (const [name, value] of headers) {
    // curl has to choose the boundary of a form that it builds.
    if (isForm && name.toLowerCase() === 'content-type') continue
    words.push('-H', shellQuote(maskText(`${name}: ${maskHeader(name, value)}`, secrets)))
  }
  if (isForm) {
    for (const part of body) words.push(...partWords(part, secrets))
  } else if (body !== undefined) {
    const text = isText(body)
      ? maskBody(body.toString('utf8'), { type: typeOf(request), secrets })
      : undefined
    if (text !== undefined) words.push('--data-raw', shellQuote(text))
    else words.push('--data-binary', shellQuote(`@${origin === 'stdin' ? '-' : (origin ?? '-')}`))
  }
  return words.join(' ')
}

// With a body curl sends POST, and waits for the body of an answer to HEAD unless it is told what that is.
function methodWords(method: string, hasBody: boolean): string[] {
  if (method === 'HEAD' && !hasBody) return ['-I']
  return method === 'GET' && !hasBody ? [] : ['-X', method]
}

function partWords(part: FormPart, secrets: string[]): string[] {
  const shown = shownPart(part, secrets)
  if (part.isFile) return ['-F', shellQuote(`${part.name}=@${inQuotes(part.text)}`)]
  if (!part.type) return ['--form-string', shellQuote(`${part.name}=${shown}`)]
  return ['-F', shellQuote(`${part.name}=${inQuotes(shown)};type=${part.type}`)]
}

// Commas and semicolons mean something to -F.
const inQuotes = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`

// A shell word can hold no NUL, and only text can be pasted.
const isText = (body: Buffer | string): boolean => {
  const text = body.toString('utf8')
  return !text.includes('\0') && !text.includes('\ufffd')
}
