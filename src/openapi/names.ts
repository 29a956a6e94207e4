/** Names that a promise, a serializer, a handle or any object gives a meaning of its own. */
const TAKEN = new Set([
  ...['then', 'catch', 'finally', 'toJSON', 'prototype', 'getClient', 'createClient'],
  ...Object.getOwnPropertyNames(Object.prototype),
])

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

function isIdentifier(value: string): boolean {
  return IDENTIFIER.test(value)
}

/** Words of any text: `get-entity/{slug}` has three. */
function words(value: string): string[] {
  return value.split(/[^\p{ID_Continue}]+|_+/u).filter((word) => word !== '')
}

export function pascalCase(value: string): string {
  const name = words(value)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return isIdentifier(name) ? name : `Schema${name}`
}

export function camelCase(value: string): string {
  const name = pascalCase(value)
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Name of an operation without an id: `GET /v1/entity/{slug}` is `getV1EntityBySlug`. */
export function derivedId(method: string, path: string): string {
  return camelCase(`${method} ${path.replaceAll('{', 'by ')}`)
}

/** Name of an operation's method in TypeScript. */
export function methodName(id: string): string {
  const name = isIdentifier(id) ? id : camelCase(id)
  return TAKEN.has(name) ? `${name.replaceAll('_', '')}Operation` : name
}

/** Hands out names, each once: `get`, `get2`, `get3`. */
export class NameRegistry {
  private readonly taken: Set<string>
  /** Where counting goes on, lest many of one name are counted from the start each time. */
  private readonly next = new Map<string, number>()

  constructor(reserved: Iterable<string> = []) {
    this.taken = new Set(reserved)
  }

  claim(name: string): string {
    let unique = name
    let count = this.next.get(name) ?? 2
    for (; this.taken.has(unique); count += 1) unique = `${name}${count}`
    this.next.set(name, count)
    this.taken.add(unique)
    return unique
  }

  /** A name for each, in their order. A name that is `exact` is kept by the first that has it, wherever it stands. */
  claimAll(wanted: { name: string; exact: boolean }[]): string[] {
    const names: (string | undefined)[] = wanted.map(() => undefined)
    for (const [index, { name, exact }] of wanted.entries())
      if (exact && !this.taken.has(name)) names[index] = this.claim(name)
    return wanted.map(({ name }, index) => names[index] ?? this.claim(name))
  }
}
