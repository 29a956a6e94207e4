import type { ApiModel } from '../openapi/model.js'
import { commands } from './commands.js'
import { callFlags, commonFlags, type Flag, type FlagName, flags, spellings, takesValue } from './flags.js'
import { firstLine } from './markdown.js'
import { resolve, typesOf, valuesOf } from './schema.js'

/** Something that a shell can offer. */
export interface Candidate {
  value: string
  description: string
}

/** What a shell offers after some words, flags aside: `''`, `auth`, `access-token listAccessTokens`. */
export interface CompletionPlace {
  /** The words before. */
  after: string
  words: Candidate[] | 'profile' | 'file'
  flags: Flag[]
  /** What `-p` can be given. */
  parameters: string[]
}

/** Everything that can be completed, from the data of commands, flags and documents. */
export function completionPlaces(apis: { name: string; model: ApiModel }[]): CompletionPlace[] {
  const none: CompletionPlace = { after: '', words: [], flags: [], parameters: [] }
  const firstWords = new Map<string, string>(apis.map(({ name, model }) => [name, model.document.info.title]))
  for (const { name, summary } of commands) {
    const [word = '', second] = name.split(' ')
    firstWords.set(word, second === undefined ? summary : `Commands: ${secondWords(word).join(', ')}`)
  }
  const groups = [
    ...new Set(commands.filter(({ name }) => name.includes(' ')).map(({ name }) => name.split(' ')[0] ?? '')),
  ]
  return [
    { ...none, words: candidates(firstWords), flags: pick([...callFlags, ...commonFlags]) },
    ...groups.map((group) => ({
      ...none,
      after: group,
      words: commands
        .filter(({ name }) => name.startsWith(`${group} `))
        .map(({ name, summary }) => ({ value: name.slice(group.length + 1), description: summary })),
      flags: pick(commonFlags),
    })),
    ...commands.map(({ name, completes = [], flags: own }) => ({
      ...none,
      after: name,
      words: Array.isArray(completes) ? completes.map((value) => ({ value, description: '' })) : completes,
      flags: pick([...own, ...commonFlags]),
    })),
    ...apis.flatMap(({ name, model }) => apiPlaces(name, model)),
  ]
}

/** Spellings of all flags that take a value: the word after one is no operand. */
export const valueFlags: string[] = flags.filter(takesValue).flatMap(spellings)

function apiPlaces(api: string, { operations, document }: ApiModel): CompletionPlace[] {
  const own = pick([...callFlags, ...commonFlags])
  const words = operations.map((operation) => ({
    value: operation.id,
    description: firstLine(operation.description ?? operation.summary ?? ''),
  }))
  return [
    { after: api, words, flags: own, parameters: [] },
    ...operations.map((operation) => ({
      after: `${api} ${operation.id}`,
      words: [],
      flags: own,
      parameters: operation.parameters.flatMap((parameter) => {
        const schema = resolve(document, parameter.schema)
        const item = typesOf(schema).includes('array') ? resolve(document, schema.items) : schema
        const values = valuesOf(item)
        return values ? values.map((value) => `${parameter.name}=${String(value)}`) : [`${parameter.name}=`]
      }),
    })),
  ]
}

const secondWords = (word: string): string[] =>
  commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name.slice(word.length + 1))

const pick = (names: FlagName[]): Flag[] => flags.filter(({ name }) => names.includes(name))

const candidates = (words: Map<string, string>): Candidate[] =>
  [...words].map(([value, description]) => ({ value, description }))
