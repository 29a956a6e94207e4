import type { FlattenContext } from './context.js'
import { defined, entries, isObject, items, own, put, text } from './json.js'
import type { SecuritySchemeModel } from './model.js'
import { pointer } from './pointer.js'

const TYPES = ['http', 'apiKey', 'oauth2', 'openIdConnect', 'mutualTLS'] as const
const PLACES = ['header', 'query', 'cookie'] as const

/** The document's security schemes, each by the name that credentials are set with. */
export function flattenSchemes(context: FlattenContext): Record<string, SecuritySchemeModel> {
  const at = '/components/securitySchemes'
  const schemes: Record<string, SecuritySchemeModel> = {}
  for (const [name, value] of entries(own(context.document.components, 'securitySchemes'))) {
    const here = pointer(at, name)
    const scheme = context.resolve(value, here)
    const model = defined<SecuritySchemeModel>({
      type: TYPES.find((known) => known === scheme?.type),
      scheme: scheme?.type === 'http' ? text(scheme.scheme)?.toLowerCase() : undefined,
      in: scheme?.type === 'apiKey' ? PLACES.find((place) => place === scheme.in) : undefined,
      name: scheme?.type === 'apiKey' ? text(scheme.name) : undefined,
      description: text(scheme?.description),
    })
    if (credentialName(name) !== name)
      context.warn(
        here,
        `Credentials can't be set by the name ${name}: it is called ${credentialName(name)}.`,
      )
    if (!isUsable(model))
      context.warn(here, 'is not a bearer, basic, apiKey or OAuth 2 scheme: its credentials are not sent.')
    put(schemes, credentialName(name), model)
  }
  return schemes
}

/** Objects that hold credentials have members of their own. */
function credentialName(name: string): string {
  return name in Object.prototype ? `${name.replaceAll('_', '')}Scheme` : name
}

function isUsable(scheme: SecuritySchemeModel): boolean {
  if (scheme.type === 'http') return scheme.scheme === 'bearer' || scheme.scheme === 'basic'
  if (scheme.type === 'apiKey') return scheme.in !== undefined && scheme.name !== undefined
  return scheme.type !== undefined
}

/**
 * Alternatives of scheme names, without those that can't be sent. One that names an undefined scheme is left out too;
 * where nothing else remains, the scheme is taken for a bearer token, so that an operation that wants credentials does
 * not become a public one.
 */
export function flattenSecurity(
  value: unknown,
  at: string,
  { schemes, context }: { schemes: Record<string, SecuritySchemeModel>; context: FlattenContext },
): string[][] {
  const isDefined = (name: string): boolean => Object.hasOwn(schemes, name)
  const alternatives = items(value)
    .filter(isObject)
    .map((requirement) => Object.keys(requirement).map(credentialName))
    .filter((names) => names.every((name) => !isDefined(name) || isUsable(schemes[name] ?? {})))
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
  const sent = chosen.map((names) => names.filter((name) => schemes[name]?.type !== 'mutualTLS'))
  // Where credentials are optional, those that are set are sent: OpenAPI's own example has `{}` first.
  return [...sent.filter((names) => names.length > 0), ...sent.filter((names) => names.length === 0)]
}
