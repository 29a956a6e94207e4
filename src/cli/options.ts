import { isHeaderValue } from '../core/headers.js'
import { usageError } from './errors.js'
import type { Flags } from './flags.js'
import { mask } from './mask.js'
import { quote } from './suggest.js'

/** How the answer is to be printed. @throws CliError for formats that exclude each other. */
export function readOutput({ output, json = false }: Flags): { json: boolean; table: boolean } {
  if (output !== undefined && output !== 'json' && output !== 'table') {
    throw usageError(`--output is json or table; got ${quote(output)}.`)
  }
  if (json && output === 'table')
    throw usageError('--json and --output table exclude each other.', 'Give one of them.')
  return { json, table: output === 'table' }
}

const units: Record<string, number> = { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `5000`, `30s` or `2m` in milliseconds. */
export function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, amount, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text) ?? []
  const milliseconds = Math.ceil(Number(amount) * (units[unit] ?? Number.NaN))
  if (milliseconds > 0) return milliseconds
  throw usageError(`--timeout takes milliseconds or a time such as 30s; got ${quote(text)}.`)
}

/** Headers that frame the message: setting them by hand makes another message of it. */
const framing = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
])

/** What is wrong with a header, to follow its name. Its value is not told: it may be secret. */
export function headerProblem(name: string, value: string): string | undefined {
  if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) return "is not of the form 'Key: Value'"
  if (value === '') return 'has no value'
  if (!isHeaderValue(value)) return 'has a character that no header can carry'
  return framing.has(name.toLowerCase()) ? "can't be set: it belongs to the connection" : undefined
}

/** What may be told of a header without a colon: its value may be all of it, or what comes after the first word. */
const shownWord = (text: string): string => {
  const [word = ''] = text.split(/\s/, 1)
  return word.length < 16 ? word : mask(word)
}

/**
 * `-H` flags as headers; one given more than once has its values joined, as HTTP allows.
 *
 * @returns the headers, by lower-case name, and what is wrong with the others
 */
export function readHeaders(given: string[] = []): { headers: Record<string, string>; problems: string[] } {
  const headers = new Map<string, string>()
  const problems: string[] = []
  for (const text of given) {
    const [, key = '', value = ''] = /^([^:]*):([\s\S]*)$/.exec(text) ?? []
    const name = key.toLowerCase()
    const trimmed = value.trim()
    const problem = headerProblem(key, trimmed)
    if (problem) problems.push(`-H ${quote(key.slice(0, 40) || shownWord(text))} ${problem}`)
    else {
      const earlier = headers.get(name)
      const separator = name === 'cookie' ? '; ' : ', '
      headers.set(name, earlier === undefined ? trimmed : earlier + separator + trimmed)
    }
  }
  return { headers: Object.fromEntries(headers), problems }
}
