/** Colours for the parts of JSON; each wraps a piece of text. */
export interface JsonColors {
  key: (text: string) => string
  string: (text: string) => string
  number: (text: string) => string
  literal: (text: string) => string
}

interface FormatOptions {
  /** Spaces per level; 0 is one compact line. */
  indent: number
  colors?: JsonColors | undefined
}

/**
 * Lays out valid JSON anew. It works on the text, so numbers keep every digit and keys their order. Control
 * characters that JSON allows inside strings (U+007F to U+009F) are written as escapes: the same JSON,
 * harmless to a terminal.
 */
export function formatJson(json: string, { indent, colors }: FormatOptions): string {
  const out: string[] = []
  const newline = (depth: number): string => (indent ? `\n${' '.repeat(indent * depth)}` : '')
  let depth = 0
  let at = 0
  while (at < json.length) {
    const character = json[at] ?? ''
    if (isSpace(character)) {
      at++
    } else if (character === '{' || character === '[') {
      const next = skipSpace(json, at + 1)
      const closing = json[next] ?? ''
      if (closing === '}' || closing === ']') {
        out.push(character + closing)
        at = next + 1
      } else {
        out.push(character, newline(++depth))
        at++
      }
    } else if (character === '}' || character === ']') {
      out.push(newline(--depth), character)
      at++
    } else if (character === ',') {
      out.push(',', newline(depth))
      at++
    } else if (character === ':') {
      out.push(indent ? ': ' : ':')
      at++
    } else {
      const end = character === '"' ? endOfString(json, at) : endOfWord(json, at)
      const token = escapeControls(json.slice(at, end))
      const isKey = character === '"' && json[skipSpace(json, end)] === ':'
      out.push(colors ? paint({ token, isKey, colors }) : token)
      at = end
    }
  }
  return out.join('')
}

const isSpace = (character: string): boolean =>
  character === ' ' || character === '\n' || character === '\r' || character === '\t'

/** Where the next thing after white space starts. */
export function skipSpace(json: string, from: number): number {
  let at = from
  while (isSpace(json[at] ?? '')) at++
  return at
}

/** Where a string that starts at `start` is over; the end of the text for one that isn't closed. */
export function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let backslashes = 0
    while (json[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at + 1
  }
  return json.length
}

const word = /[^\s{}[\],:"]*/y

/** Where a number or another bare word is over. */
export function endOfWord(json: string, start: number): number {
  word.lastIndex = start
  word.test(json)
  return Math.max(word.lastIndex, start + 1)
}

const unsafe = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const escapeControls = (token: string): string =>
  token.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

function paint({ token, isKey, colors }: { token: string; isKey: boolean; colors: JsonColors }): string {
  if (isKey) return colors.key(token)
  if (token.startsWith('"')) return colors.string(token)
  return /^[-\d]/.test(token) ? colors.number(token) : colors.literal(token)
}
