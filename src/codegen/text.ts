/** First line of every generated file. */
export const HEADER = '// Generated from OpenAPI documents. Do not edit: generate again.\n'

/** Lines as a documentation comment; nothing for no lines. */
export function docComment(lines: string[], indent = ''): string {
  const safe = lines.flatMap((line) => line.replaceAll('*/', '*\\/').split(/\r\n?|[\n\u2028\u2029]/))
  while (safe.at(-1)?.trim() === '') safe.pop()
  while (safe[0]?.trim() === '') safe.shift()
  if (safe.length === 0) return ''
  if (safe.length === 1) return `${indent}/** ${safe[0]?.trim()} */\n`
  const body = safe.map((line) => `${indent} * ${line}`.trimEnd())
  return `${indent}/**\n${body.join('\n')}\n${indent} */\n`
}

/** A string as a TypeScript literal that no content can break out of. */
export function quote(value: string): string {
  const json = JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A name as a property key. */
export function key(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(name) || /^(0|[1-9]\d{0,8})$/.test(name) ? name : quote(name)
}

/** Source text in the place of a JSON value. */
export class Code {
  constructor(readonly text: string) {}
}

/** A JSON value as source text; short ones on one line. */
export function literal(value: unknown, indent = '', width = 100): string {
  if (typeof value === 'string') return quote(value)
  if (value instanceof Code) return value.text
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const flat = compose(value, (member) => literal(member, '', Number.POSITIVE_INFINITY), ' ')
  if (flat.length + indent.length <= width || flat.length <= 2) return flat
  const inner = `${indent}  `
  return compose(value, (member) => literal(member, inner, width), `\n${inner}`, `\n${indent}`)
}

function compose(value: object, print: (member: unknown) => string, before: string, after = before): string {
  const list = Array.isArray(value)
  const parts = list
    ? value.map(print)
    : Object.entries(value).map(([name, member]) => `${key(name)}: ${print(member)}`)
  if (parts.length === 0) return list ? '[]' : '{}'
  if (before !== ' ')
    return `${list ? '[' : '{'}${before}${parts.join(`,${before}`)},${after}${list ? ']' : '}'}`
  return list ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
}

/** Text shifted to the right, its first line excepted. */
export function shift(text: string, indent: string): string {
  return text.replaceAll('\n', `\n${indent}`)
}
