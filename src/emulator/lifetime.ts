import { Refusal } from './refusal.js'
import type { TokenType } from './token-store.js'

const SECOND = 1
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** First letters of the units that the document allows, longest first; all in seconds. */
const UNITS: [prefix: string, seconds: number][] = [
  ['ms', SECOND / 1000],
  ['mil', SECOND / 1000],
  ['mo', 30 * DAY],
  ['m', MINUTE],
  ['s', SECOND],
  ['h', HOUR],
  ['d', DAY],
  ['w', 7 * DAY],
  ['y', 365 * DAY],
]

const MINIMUM = 30

const maximumOf = (type: TokenType): number => (type === 'api' ? 365 * DAY : 7 * DAY)

/**
 * Lifetime of a token in whole seconds.
 *
 * @param expiresIn seconds, or a number with a unit as the document's `ExpiresIn` describes; the longest lifetime of
 * the type without it
 * @throws {Refusal} 400 outside 30 seconds to that longest lifetime
 */
export const lifetimeOf = (type: TokenType, expiresIn: number | string | undefined): number => {
  const maximum = maximumOf(type)
  if (expiresIn === undefined) return maximum
  const seconds = typeof expiresIn === 'number' ? expiresIn : parseDuration(expiresIn)
  if (seconds < MINIMUM) throw new Refusal(400, `body/expires_in must be at least ${MINIMUM} seconds`)
  if (seconds > maximum)
    throw new Refusal(
      400,
      `body/expires_in must be at most ${maximum / DAY} days for a token of type ${type}`,
    )
  return Math.floor(seconds)
}

const parseDuration = (text: string): number => {
  const amount = Number.parseFloat(text)
  const unit = text.replace(/^[\d. ]+/, '')
  const seconds = UNITS.find(([prefix]) => unit.startsWith(prefix))?.[1] ?? Number.NaN
  return amount * seconds
}
