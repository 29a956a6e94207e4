import type { FlattenContext } from './context.js'
import { defined, entries, isObject, items, own, put, text } from './json.js'
import type { SecuritySchemeModel } from './model.js'
import { pointer } from './pointer.js'

const TYPES = ['http', 'apiKey', 'oauth2', 'openIdConnect', 'mutualTLS'] as const
const PLACES = ['header', 'query', 'cookie'] as const

/** The document's security schemes that a client can serve. */
export function flattenSchemes(context: FlattenContext): Record<string, SecuritySchemeModel> {
  const at = '/components/securitySchemes'
  const schemes: [string, SecuritySchemeModel][] = []
  for (const [name, value] of entries(own(context.document.components, 'securitySchemes'))) {
    const scheme = context.resolve(value, pointer(at, name))
    const type = TYPES.find((known) => known === scheme?.type)
    if (!scheme || !type) {
      context.warn(pointer(at, name), 'has no known type; the scheme is ignored.')
      continue
    }
    const model = defined<SecuritySchemeModel>({
      type,
      scheme: type === 'http' ? text(scheme.scheme)?.toLowerCase() : undefined,
      in: type === 'apiKey' ? PLACES.find((place) => place === scheme.in) : undefined,
      name: type === 'apiKey' ? text(scheme.name) : undefined,
      description: text(scheme.description),
    })
    if (isUsable(model)) schemes.push([name, model])
    else context.warn(pointer(at, name), 'is not a bearer, basic, apiKey or OAuth 2 scheme; it is ignored.')
  }
  return Object.fromEntries(schemes)
}

function isUsable(scheme: SecuritySchemeModel): boolean {
  if (scheme.type === 'http') return scheme.scheme === 'bearer' || scheme.scheme === 'basic'
  if (scheme.type === 'apiKey') return scheme.in !== undefined && scheme.name !== undefined
  return true
}

/**
 * Alternatives of scheme names. One that names an undefined scheme is left out; where nothing else remains, the
 * scheme is taken for a bearer token, so that an operation that wants credentials does not become a public one.
 */
export function flattenSecurity(
  value: unknown,
  at: string,
  { schemes, context }: { schemes: Record<string, SecuritySchemeModel>; context: FlattenContext },
): string[][] {
  const alternatives = items(value)
    .filter(isObject)
    .map((requirement) => Object.keys(requirement))
  const isDefined = (name: string): boolean => Object.hasOwn(schemes, name)
  const usable = alternatives.filter((names) => names.every(isDefined))
  const [first] = alternatives
  const missing = new Set(alternatives.flat().filter((name) => !isDefined(name)))
  const rescued = usable.length === 0 && first ? first : []
  for (const name of missing) {
    const consequence = rescued.includes(name) ? 'is taken for a bearer token' : 'is not used'
    context.warn(
      at,
      `names the security scheme "${name}", which the document does not define; it ${consequence}.`,
    )
  }
  for (const name of rescued.filter((one) => !isDefined(one)))
    put(schemes, name, { type: 'http', scheme: 'bearer' })
  const chosen = rescued.length > 0 ? [rescued] : usable
  return chosen.map((names) => names.filter((name) => schemes[name]?.type !== 'mutualTLS'))
}
