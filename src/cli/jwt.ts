import { isObject, type JsonObject } from '../openapi/json.js'

/** The claims of a JWT, unverified; `undefined` when the token is none. */
export function readClaims(token: string): JsonObject | undefined {
  const [header, payload, ...rest] = token.split('.')
  if (!header || !payload || rest.length !== 1) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return isObject(claims) ? claims : undefined
  } catch {
    return undefined
  }
}

/** When a token expires: its `exp` claim, else what was stored with it. */
export function expiryOf(token: string, stored?: string): Date | undefined {
  const exp = readClaims(token)?.exp
  const date = typeof exp === 'number' ? new Date(exp * 1000) : stored ? new Date(stored) : undefined
  return date && !Number.isNaN(date.getTime()) ? date : undefined
}

/** `in 3 days`, `2 hours ago`. */
export function relativeTime(date: Date, now = Date.now()): string {
  const seconds = Math.round((date.getTime() - now) / 1000)
  const [unit, size] =
    units.find(([, unitSize]) => Math.abs(seconds) >= unitSize) ?? (['second', 1] satisfies [string, number])
  const amount = Math.floor(Math.abs(seconds) / size)
  const text = `${amount} ${unit}${amount === 1 ? '' : 's'}`
  return seconds < 0 ? `${text} ago` : `in ${text}`
}

const units: [string, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
