import { own } from './json.js'

/** JSON pointer (RFC 6901) of a path of keys. */
export function pointer(base: string, ...keys: (string | number)[]): string {
  return base + keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Keys of a JSON pointer, or of a local `$ref` (`#/...`, percent-encoded). */
export function pointerKeys(value: string): string[] {
  const local = value.startsWith('#') ? decode(value.slice(1)) : value
  if (local === '') return []
  return local
    .replace(/^\//, '')
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What a pointer points to; `undefined` where nothing is. */
export function lookup(root: unknown, value: string): unknown {
  return /^#?(\/|$)/.test(value) ? pointerKeys(value).reduce(own, root) : undefined
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
