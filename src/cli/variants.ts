import type { OpenAPIDocument } from '../core/types.js'
import { isObject } from '../openapi/json.js'
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
  const property = decidingProperty(document, schema, schemas)
  const names = schemas.map((variant, index) => nameOf({ document, variant, property, index }))
  const lone =
    property === undefined ? -1 : schemas.findIndex((one) => !requiredOf(document, one).includes(property))
  return {
    ...(property !== undefined && { property }),
    list: schemas.map((variant, index) => {
      const name = names[index] ?? ''
      const example = exampleOf({ media, variant, property, name })
      return {
        name,
        schema: variant,
        isDefault: index === lone,
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

// A discriminator names it; otherwise it is the property that has one value of its own in every variant.
function decidingProperty(document: OpenAPIDocument, schema: Schema, variants: Schema[]): string | undefined {
  const [first] = variants
  const { discriminator } = schema
  const named = isObject(discriminator) ? discriminator.propertyName : undefined
  const candidates =
    typeof named === 'string' ? [named] : first ? [...propertiesOf(document, first).keys()] : []
  return candidates.find((name) => {
    const values = variants.map((variant) => onlyValue(document, variant, name))
    return values.every((value) => value !== undefined) && new Set(values).size === variants.length
  })
}

function onlyValue(document: OpenAPIDocument, variant: Schema, property: string): string | undefined {
  const schema = propertiesOf(document, variant).get(property)
  const values = schema && valuesOf(schema)
  return values?.length === 1 ? String(values[0]) : undefined
}

function nameOf(options: {
  document: OpenAPIDocument
  variant: Schema
  property: string | undefined
  index: number
}): string {
  const { document, variant, property, index } = options
  const value = property === undefined ? undefined : onlyValue(document, variant, property)
  return value ?? (typeof variant.title === 'string' ? variant.title : `variant ${index + 1}`)
}

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
