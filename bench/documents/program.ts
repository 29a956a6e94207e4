/**
 * A program that makes calls, for the compiler to read. It objects to unknown members of a literal; those of a
 * value are what JSON Schema allows by default.
 */
export const programText = (name: string, calls: string): string =>
  `import type { Handle } from '../apis/${name}/index.gen.js'\n\nexport const value = <T>(given: T): T => given\n\nexport async function calls(api: Handle): Promise<Handle> {\n${calls}  return api\n}\n`

/** A call as source text. */
export const callText = (id: string, parameters: object, body: unknown): string => {
  const args = [Object.keys(parameters).length > 0 ? `value(${literal(parameters)})` : 'null']
  if (body !== undefined) args.push(`value(${literal(body)})`)
  return `  await api[${JSON.stringify(id)}](${args.join(', ')})\n`
}

/** A value as source text. */
const literal = (value: unknown): string => {
  if (value instanceof Uint8Array) return 'new Uint8Array()'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${literal(member)}`)
  return `{ ${members.join(', ')} }`
}
