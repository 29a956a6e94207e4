/** Repeats that are taken for meant, and how many there are of others. */
const MAX_COUNT = 1000
const MAX_REPEATS = 100
/** Length of a part, however its repeats multiply. */
const MAX_LENGTH = 10_000

/**
 * A text that a regular expression matches, made by walking through it; nothing is executed, so no pattern of a
 * document can stall. Of look-arounds, those that ask for a character anywhere are heard; back references are passed over.
 */
export function samplePattern(pattern: string, minLength = 0): string {
  const text = new PatternSampler(pattern).whole()
  if (text.length >= minLength) return text
  return new PatternSampler(pattern, minLength - text.length).whole()
}

const CLASSES: Record<string, string> = {
  d: '1',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
  t: '\t',
  n: '\n',
  r: '\r',
}

/** Tried in turn for a negated class. */
const COMMON = 'a1A-_. /:'

class PatternSampler {
  private at = 0
  /** What look-aheads such as `(?=.*[A-Z])` ask for. */
  private asked = ''

  constructor(
    private readonly pattern: string,
    /** Characters that repeats which are free to may still add. */
    private spare = 0,
  ) {}

  whole(): string {
    const text = this.alternatives()
    return this.asked + text.slice(this.asked.length)
  }

  /** The first of `a|b|c`; the others are read past. */
  private alternatives(): string {
    const first = this.sequence()
    while (this.pattern[this.at] === '|') {
      this.at += 1
      this.sequence()
    }
    return first
  }

  private sequence(): string {
    let text = ''
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at] ?? '')) {
      const atom = this.atom()
      text += atom.repeat(this.quantifier(atom))
    }
    return text
  }

  private atom(): string {
    const char = this.pattern[this.at] ?? ''
    this.at += 1
    if (char === '(') return this.group()
    if (char === '[') return this.class()
    if (char === '\\') return this.escape()
    if (char === '^' || char === '$') return ''
    return char === '.' ? 'a' : char
  }

  private group(): string {
    const [kind = ''] = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(this.pattern.slice(this.at, this.at + 100)) ?? []
    this.at += kind.length
    const isAsking = kind === '?=' && this.pattern.startsWith('.*', this.at)
    const text = this.alternatives()
    if (isAsking) this.asked += text
    this.at += 1
    return /^\?<?[=!]/.test(kind) ? '' : text
  }

  private escape(): string {
    const char = this.pattern[this.at] ?? ''
    this.at += 1
    if (char === 'b' || char === 'B' || /[1-9]/.test(char)) return ''
    if (char === 'p' || char === 'P') {
      const [braces = ''] = /^\{[^}]*\}/.exec(this.pattern.slice(this.at, this.at + 60)) ?? []
      this.at += braces.length
      return /^\{(N|Nd)/.test(braces) ? '1' : 'a'
    }
    if (char === 'u' || char === 'x') {
      const [digits = ''] =
        /^[0-9a-f]+/i.exec(this.pattern.slice(this.at, this.at + (char === 'u' ? 4 : 2))) ?? []
      this.at += digits.length
      return String.fromCharCode(Number.parseInt(digits || '61', 16))
    }
    return CLASSES[char] ?? char
  }

  private class(): string {
    const negated = this.pattern[this.at] === '^'
    if (negated) this.at += 1
    const members: string[] = []
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']') {
      const char = this.pattern[this.at] ?? ''
      this.at += 1
      members.push(char === '\\' ? this.escape() : char)
    }
    this.at += 1
    if (!negated) return members[0] ?? ''
    return [...COMMON].find((char) => !members.includes(char) && !inRange(char, members)) ?? '~'
  }

  private quantifier(atom: string): number {
    const [whole = '', braces, least, open, most] =
      /^(?:[*+?]|(\{(\d+)(,(\d*))?\}))\??/.exec(this.pattern.slice(this.at, this.at + 30)) ?? []
    this.at += whole.length
    if (atom === '') return 0
    const [kind = ''] = whole
    const fixed = braces !== undefined ? Number(least) : kind === '*' || kind === '?' ? 0 : 1
    const limit = open !== undefined && most !== '' ? Number(most) : Number.POSITIVE_INFINITY
    const isOpen = kind === '*' || kind === '+' || open !== undefined
    const more = isOpen ? Math.min(limit - fixed, Math.ceil(this.spare / atom.length)) : 0
    this.spare -= Math.max(0, more * atom.length)
    // A count that no real text has is no count: the pattern must not ask for a long one.
    const count = fixed > MAX_COUNT ? MAX_REPEATS : fixed + Math.max(0, more)
    return Math.min(count, Math.floor(MAX_LENGTH / atom.length))
  }
}

function inRange(char: string, members: string[]): boolean {
  return members.some((dash, index) => {
    const [from, to] = [members[index - 1], members[index + 1]]
    return dash === '-' && from !== undefined && to !== undefined && from <= char && char <= to
  })
}
