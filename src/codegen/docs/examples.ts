import { isObject } from '../../openapi/json.js'
import type { MediaTypeModel } from '../../openapi/model.js'
import { allows } from '../../openapi/sample-value.js'
import { type SchemaScope, target } from './schema-type.js'
import { members, type Variant } from './variants.js'

type Example = MediaTypeModel['examples'][number]

/**
 * An author's examples, each with the variant that it is one of. Those of which that can't be told go with the variants
 * in order, if there is one for each, or else with the first.
 */
export function examplesByVariant(
  scope: SchemaScope,
  variants: readonly Variant[],
  examples: readonly Example[],
): Example[][] {
  const inOrder = examples.length === variants.length
  const places = examples.map(({ value }, index) => {
    const strangers = variants.map((variant) => strangersIn(scope, variant, value))
    const least = Math.min(...strangers)
    const place = inOrder ? index : 0
    return strangers[place] === least ? place : strangers.indexOf(least)
  })
  return variants.map((_, index) => examples.filter((_example, at) => places[at] === index))
}

/** How many members a value has that a variant doesn't name; infinite where the variant rules the value out. */
function strangersIn(scope: SchemaScope, { schema, decidedBy }: Variant, value: unknown): number {
  const ruledOut = Number.POSITIVE_INFINITY
  const resolved = target(scope, schema)
  const known = members(scope, schema)
  if (known.length === 0) return allows(value, resolved) ? 0 : ruledOut
  if (!isObject(value)) return ruledOut
  const decision = decidedBy && value[decidedBy.property]
  if (typeof decision === 'string' && !decidedBy?.values.includes(decision)) return ruledOut
  const isWrong = known.some(({ name, property, required }) => {
    const { readOnly, ...rule } = target(scope, property)
    return Object.hasOwn(value, name) ? !allows(value[name], rule) : required && readOnly !== true
  })
  const strangers = Object.keys(value).filter((name) => !known.some((member) => member.name === name))
  return isWrong || (resolved.additionalProperties === false && strangers.length > 0)
    ? ruledOut
    : strangers.length
}
