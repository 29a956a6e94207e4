import type { OpenAPIDocument } from '../core/types.js'
import { isObject } from '../openapi/json.js'
import type { MediaTypeModel } from '../openapi/model.js'
import { resolve } from './schema.js'
import { didYouMean, quote } from './suggest.js'
import { type Variant, type Variants, variantFor, variantsOf } from './variants.js'

interface Checked {
  document: OpenAPIDocument
  media: MediaTypeModel
  value: unknown
  /** Texts count as the numbers and booleans that they spell. @default false */
  isForm?: boolean
}

/** Problems of a body's value, all at once; one with variants is held against the variant that it names. */
export async function validateBody({ document, media, value, isForm = false }: Checked): Promise<string[]> {
  const variants = variantsOf(document, media)
  const variant = variants && variantFor(variants, value)
  if (variants && !variant && names(variants, value)) return [unknownVariant(variants, value)]
  const { createSchemaCompiler, listProblems } = await import('./lazy/validator.js')
  const compiler = createSchemaCompiler(document, { coerce: isForm })
  const check = compiler.compile(variant?.schema ?? resolve(document, media.schema))
  if (check(value)) return []
  const problems = listProblems({ errors: check.errors ?? [], place: 'body', compiler })
  return variant ? problems.map((problem) => `${problem}${label(variants, variant)}`) : problems
}

const names = ({ property }: Variants, value: unknown): value is Record<string, unknown> =>
  property !== undefined && isObject(value) && Object.hasOwn(value, property)

const label = (variants: Variants | undefined, { name }: Variant): string =>
  variants?.property === undefined ? '' : ` (${variants.property} is ${name})`

function unknownVariant({ property = '', list }: Variants, value: Record<string, unknown>): string {
  const known = list.map(({ name }) => name)
  const given = value[property]
  const hint = typeof given === 'string' ? didYouMean(given, known) : undefined
  return `body/${property} must be one of ${known.join(', ')}; got ${quote(String(given))}.${hint ? ` ${hint}` : ''}`
}
