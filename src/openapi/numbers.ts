import { isObject, put } from './json.js'
import type { Problem } from './model.js'
import { pointer } from './pointer.js'
import { membersOf } from './shelter.js'

/** Keywords that only tell about values, or bound them: without one a schema still says what is true. */
const OPTIONAL = new Set([
  ...[
    'default',
    'example',
    'exclusiveMaximum',
    'exclusiveMinimum',
    'maximum',
    'minimum',
    'multipleOf',
    'value',
  ],
])

/** Whether a parser may have rounded an integer. From 10^21 on a number is written with an exponent, so it shows. */
function isRounded(value: unknown): value is number {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value as number) < 1e21
}

function holdsRounded(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isRounded(value)
  return Object.values(value).some(holdsRounded)
}

/**
 * A document without the defaults, examples and bounds beyond 2^53, which JavaScript can't hold exactly: what is
 * generated must not show another number. The same document where it has none.
 */
export function withoutRounded<D extends object>(document: D): { document: D; warnings: Problem[] } {
  if (!holdsRounded(document)) return { document, warnings: [] }
  const found = new Map<string, { at: string; count: number }>()
  const note = (at: string, message: string): void => {
    const known = found.get(message)
    if (known) known.count += 1
    else found.set(message, { at, count: 1 })
  }
  const copy = (
    value: unknown,
    at: string,
    { isMap, isData }: { isMap: boolean; isData: boolean },
  ): unknown => {
    if (isRounded(value)) note(at, `is beyond 2^53, where JavaScript rounds: it is taken for ${value}.`)
    if (typeof value !== 'object' || value === null) return value
    const result = Array.isArray(value) ? [] : {}
    for (const member of membersOf(value, isMap)) {
      const here = pointer(at, member.key)
      const isOptional = isObject(value) && !isMap && !isData && OPTIONAL.has(member.key)
      if (isOptional && isRounded(member.value))
        note(here, `is beyond 2^53, where JavaScript rounds, and may not be ${member.value}: it is left out.`)
      else put(result, member.key, copy(member.value, here, { ...member, isData: isData || member.isData }))
    }
    return result
  }
  return {
    document: copy(document, '', { isMap: false, isData: false }) as D,
    warnings: [...found].map(([message, { at, count }]) => ({
      pointer: at,
      message: count > 1 ? `${message.slice(0, -1)}, here and in ${count - 1} more places.` : message,
    })),
  }
}
