import { splitOnce } from './parameter-styles.js'

/** Values of a `Cookie` header by name, as they were sent. */
export const parseCookies = (header: string | null): Map<string, string> =>
  new Map((header ?? '').split(';').map((pair) => splitOnce(pair.trim(), '=')))
