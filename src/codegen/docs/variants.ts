import { entries, own } from '../../openapi/json.js'
import type { Schema } from '../../openapi/model.js'
import { discriminatorValues, refOf } from '../../openapi/resolve.js'
import { inlineType, nameOf, type SchemaScope, schemaList, target } from './schema-type.js'

/** One way to write a value; most have one, a `oneOf` or `anyOf` has several. */
export interface Variant {
  /** Absent for the only one. */
  title?: string
  schema: Schema
  /** Member that a discriminator tells the variant by, where the variant itself doesn't name the member's value. */
  decidedBy?: Decision
}

interface Decision {
  property: string
  values: string[]
}

/** The ways to write what a schema describes. */
export function variantsOf(scope: SchemaScope, schema: unknown): Variant[] {
  const resolved = target(scope, schema)
  const all = [...schemaList(resolved.oneOf), ...schemaList(resolved.anyOf)]
  const variants = all.filter((variant) => target(scope, variant).type !== 'null')
  const common: Schema = { ...resolved, oneOf: undefined, anyOf: undefined }
  const shared = members(scope, common).length > 0
  // Alternatives that only demand members, or nothing that a type could say, are no forms of their own.
  const isForm = (variant: Schema): boolean =>
    members(scope, variant).length > 0 || (!shared && inlineType(scope, variant) !== 'unknown')
  if (variants.length === 0 || all.length < 2 || !variants.every(isForm)) return [{ schema: resolved }]
  const forms = variants.map((variant, index) => ({
    title: titleOf(scope, variant) ?? `Variant ${index + 1}`,
    schema: shared ? { allOf: [common, variant] } : target(scope, variant),
    ...decisionOf(scope, resolved.discriminator, variant),
  }))
  return forms.length === 1 ? forms.map((form) => ({ schema: form.schema })) : forms
}

function decisionOf(scope: SchemaScope, discriminator: unknown, variant: Schema): Pick<Variant, 'decidedBy'> {
  const property = own(discriminator, 'propertyName')
  if (typeof property !== 'string') return {}
  const declared = target(scope, members(scope, variant).find(({ name }) => name === property)?.property)
  const values = discriminatorValues(scope.document, discriminator, variant)
  return 'enum' in declared || 'const' in declared || values.length === 0
    ? {}
    : { decidedBy: { property, values } }
}

function titleOf(scope: SchemaScope, variant: Schema): string | undefined {
  const ref = refOf(variant)
  const { title } = target(scope, variant)
  if (typeof title === 'string' && title.trim() !== '') return title
  return ref === undefined ? undefined : nameOf(scope, ref)
}

export interface Member {
  name: string
  property: unknown
  required: boolean
}

/** Properties of an object, those of its `allOf` parts included; the last of a name wins. */
export function members(scope: SchemaScope, schema: unknown, depth = 0): Member[] {
  const resolved = target(scope, schema)
  const required = new Set(Array.isArray(resolved.required) ? resolved.required : [])
  const properties = entries(resolved.properties)
  const all = new Map<string, Member>()
  const inherited = depth > 8 ? [] : schemaList(resolved.allOf)
  for (const member of inherited.flatMap((part) => members(scope, part, depth + 1)))
    all.set(member.name, {
      ...member,
      required: member.required || required.has(member.name) || all.get(member.name)?.required === true,
    })
  for (const [name, property] of properties) all.set(name, { name, property, required: required.has(name) })
  return [...all.values()]
}
