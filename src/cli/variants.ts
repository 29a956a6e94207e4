import type { OpenAPIDocument } from '../core/types.js'
import { isObject, items } from '../openapi/json.js'
import type { MediaTypeModel, Schema } from '../openapi/model.js'

import { propertiesOf, requiredOf, resolve, subschemas, valuesOf } from './schema.js'

/** One of the shapes that a body may have. */
export interface Variant {
  /** Value of the deciding property, or the schema's title. */
  name: string
  title?: string
  schema: Schema
  /** Whether a body without the deciding property has this shape. */
  isDefault: boolean
  example?: unknown
}

/** A body's shapes, and the property whose value decides between them. */
export interface Variants {
  /** Absent where no property decides: any shape will do. */
  property?: string
  list: Variant[]
}

/** The shapes of a body whose schema has alternatives; `undefined` when there is one shape only. */
export function variantsOf(document: OpenAPIDocument, media: MediaTypeModel): Variants | undefined {
  const schema = resolve(document, media.schema)
  const alternatives = ['oneOf', 'anyOf'].map((keyword) => subschemas(document, schema, keyword))
  const schemas = alternatives.find((list) => list.length > 1)
  if (!schemas) return undefined
  const mapped =
    decidedByFixedValue({ document, schema, variants: schemas }) ?? decidedByMapping(document, schema)
  const property = mapped?.property
  const named = mapped?.named ?? schemas.map((variant, index) => ({ variant, name: nameOf(variant, index) }))
  const isOpen = (variant: Schema): boolean =>
    property !== undefined && !requiredOf(document, variant).includes(property)
  const lone = named.find(({ variant }) => isOpen(variant))
  return {
    ...(property !== undefined && { property }),
    list: named.map(({ variant, name }) => {
      const example = exampleOf({ media, variant, property, name })
      return {
        name,
        schema: variant,
        isDefault: variant === lone?.variant,
        ...(typeof variant.title === 'string' && { title: variant.title }),
        ...(example !== undefined && { example }),
      }
    }),
  }
}

/** The variant that a body means by the value of its deciding property. */
export function variantFor({ property, list }: Variants, body: unknown): Variant | undefined {
  if (property === undefined || !isObject(body)) return undefined
  if (!Object.hasOwn(body, property)) return list.find((variant) => variant.isDefault)
  return list.find((variant) => variant.name === String(body[property]))
}

interface Decided {
  property: string
  named: { name: string; variant: Schema }[]
}

// The property that has one value of its own in every variant; a discriminator names it among several.
function decidedByFixedValue(options: {
  document: OpenAPIDocument
  schema: Schema
  variants: Schema[]
}): Decided | undefined {
  const { document, schema, variants } = options
  const { discriminator } = schema
  const [first] = variants
  const named = isObject(discriminator) ? discriminator.propertyName : undefined
  const candidates =
    typeof named === 'string' ? [named] : first ? [...propertiesOf(document, first).keys()] : []
  for (const property of candidates) {
    const names = variants.map((variant) => onlyValue(document, variant, property))
    if (names.every((name) => name !== undefined) && new Set(names).size === variants.length) {
      return { property, named: variants.map((variant, index) => ({ variant, name: names[index] ?? '' })) }
    }
  }
  return undefined
}

/** A discriminator's own values: those of its mapping, and names of schemas that it doesn't map. */
function decidedByMapping(document: OpenAPIDocument, schema: Schema): Decided | undefined {
  const { discriminator, oneOf, anyOf } = schema
  if (!isObject(discriminator) || typeof discriminator.propertyName !== 'string') return undefined
  const mapping = isObject(discriminator.mapping) ? Object.entries(discriminator.mapping) : []
  const refs = items(oneOf ?? anyOf).map((variant) => (isObject(variant) ? variant.$ref : undefined))
  const targets = mapping.map(([name, target]) => {
    const ref = /^[\w.-]+$/.test(String(target)) ? `#/components/schemas/${target}` : target
    return { name, ref }
  })
  // One that leads elsewhere may mean any of them.
  if (refs.some((ref) => typeof ref !== 'string') || targets.some(({ ref }) => !refs.includes(ref))) {
    return undefined
  }
  const named = refs.flatMap((ref) => {
    const mapped = targets.filter((target) => target.ref === ref).map(({ name }) => name)
    const names = mapped.length > 0 ? mapped : [String(ref).split('/').at(-1) ?? '']
    return names.map((name) => ({ name, variant: resolve(document, { $ref: ref }) }))
  })
  return { property: discriminator.propertyName, named }
}

function onlyValue(document: OpenAPIDocument, variant: Schema, property: string): string | undefined {
  const schema = propertiesOf(document, variant).get(property)
  const values = schema && valuesOf(schema)
  return values?.length === 1 ? String(values[0]) : undefined
}

const nameOf = ({ title }: Schema, index: number): string =>
  typeof title === 'string' ? title : `variant ${index + 1}`

function exampleOf(options: {
  media: MediaTypeModel
  variant: Schema
  property: string | undefined
  name: string
}): unknown {
  const { media, variant, property, name } = options
  const documented = media.examples.find(
    ({ name: key, value }) =>
      key === name || (property !== undefined && isObject(value) && String(value[property]) === name),
  )
  return documented?.value ?? variant.example
}
