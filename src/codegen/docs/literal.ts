import { Code, key, quote } from '../text.js'

const WIDTH = 80

/** JSON with two spaces of indentation, and lists of plain values on one line where they fit. */
export function jsonText(value: unknown, indent = ''): string {
  return print({ value, indent, scalar: (plain) => JSON.stringify(plain) ?? 'null', key: JSON.stringify })
}

/** A TypeScript literal of a JSON value, in the style of the pages' samples. */
export function typescriptLiteral(value: unknown, indent = ''): string {
  return print({
    value,
    indent,
    scalar: (plain) => (typeof plain === 'string' ? quote(plain) : (JSON.stringify(plain) ?? 'null')),
    key,
  })
}

/** A value in single quotes for a POSIX shell, or bare where it needs none. */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

interface Printing {
  value: unknown
  indent: string
  scalar: (value: unknown) => string
  key: (name: string) => string
}

function print(at: Printing): string {
  const { value, indent } = at
  const deeper = `${indent}  `
  const inner = (child: unknown) => print({ ...at, value: child, indent: deeper })
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const oneLine = `[${value.map(inner).join(', ')}]`
    if (value.every(isPlain) && oneLine.length + indent.length <= WIDTH) return oneLine
    return `[\n${value.map((item) => `${deeper}${inner(item)}`).join(',\n')}\n${indent}]`
  }
  if (value instanceof Code) return value.text
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (entries.length === 0) return '{}'
    const members = entries.map(([name, member]) => `${deeper}${at.key(name)}: ${inner(member)}`)
    return `{\n${members.join(',\n')}\n${indent}}`
  }
  return at.scalar(value)
}

function isPlain(value: unknown): boolean {
  return value instanceof Code || typeof value !== 'object' || value === null
}
