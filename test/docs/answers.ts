import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

interface Document {
  components: { schemas: Record<string, { required?: string[]; properties?: Record<string, unknown> }> }
}

/** Members of the API's answers that an answer may lack. */
export const optionalMembers = async (): Promise<Set<string>> => {
  const path = fileURLToPath(new URL('../../openapi.json', import.meta.url))
  const { components } = JSON.parse(await readFile(path, 'utf8')) as Document
  const schemas = Object.values(components.schemas)
  return new Set(
    schemas.flatMap(({ required = [], properties = {} }) =>
      Object.keys(properties).filter((name) => !required.includes(name)),
    ),
  )
}

/** Where an answer's shape is not that of the sample shown: other types, unknown members, missing ones. */
export const shapeDifferences = (
  answer: unknown,
  shown: unknown,
  { optional, at = '' }: { optional: ReadonlySet<string>; at?: string },
): string[] => {
  const kinds = [kindOf(answer), kindOf(shown)]
  if (kinds[0] !== kinds[1]) return [`${at || 'the answer'} is ${kinds[0]}, shown as ${kinds[1]}`]
  if (Array.isArray(answer) && Array.isArray(shown)) {
    const [first] = shown
    return answer.flatMap((item, index) => shapeDifferences(item, first, { optional, at: `${at}[${index}]` }))
  }
  if (!isObject(answer) || !isObject(shown)) return []
  const unknown = Object.keys(answer).filter((name) => !(name in shown))
  const missing = Object.keys(shown).filter((name) => !(name in answer) && !optional.has(name))
  return [
    ...unknown.map((name) => `${at}.${name} is not shown`),
    ...missing.map((name) => `${at}.${name} is shown, but missing`),
    ...Object.entries(answer).flatMap(([name, member]) =>
      name in shown ? shapeDifferences(member, shown[name], { optional, at: `${at}.${name}` }) : [],
    ),
  ]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  return value === null ? 'null' : typeof value === 'object' ? 'an object' : typeof value
}
