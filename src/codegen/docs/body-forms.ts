import type { MediaTypeModel, OperationModel, Schema } from '../../openapi/model.js'
import { preferredContent } from '../../openapi/plan.js'
import { type SampleOptions, sampleSchema } from '../../openapi/sample.js'
import { jsonText } from './literal.js'
import { isBytes } from './operation.js'
import type { SchemaScope } from './schema-type.js'
import { type Variant, variantsOf } from './variants.js'

/** Lines of a sample that a reader sees at once. */
const SCREEN = 60

export interface BodySample {
  /** Tells it from other samples of the same form. */
  title?: string
  /** Media type. */
  type: string
  value: unknown
}

/** One way to write a body: of one media type, and of that type one variant. */
export interface BodyForm extends Variant {
  type: string
  isBytes: boolean
  /** At least one. */
  samples: BodySample[]
}

/**
 * The ways to write an operation's body, that of the media type which clients send first. Empty: it takes none.
 *
 * @param binary What stands for a file.
 */
export function bodyForms(scope: SchemaScope, { requestBody }: OperationModel, binary: unknown): BodyForm[] {
  const preferred = requestBody && preferredContent(requestBody)
  if (!preferred) return []
  const others = requestBody.content.filter((media) => media !== preferred)
  return [preferred, ...others].flatMap((media) => formsOf(scope, media, binary))
}

/** What samples of a call write, where no form is asked for. */
export function firstSample(
  scope: SchemaScope,
  operation: OperationModel,
  binary: unknown,
): BodySample | undefined {
  return bodyForms(scope, operation, binary)[0]?.samples[0]
}

function formsOf(scope: SchemaScope, media: MediaTypeModel, binary: unknown): BodyForm[] {
  const { type, schema, examples } = media
  if (isBytes(media)) return [{ schema, type, isBytes: true, samples: [{ type, value: binary }] }]
  const variants = variantsOf(scope, schema)
  const made = (of: Schema): BodySample => ({ type, value: madeSample(scope, of, { binary }) })
  if (variants.length === 1) {
    const given = examples.map(({ name, summary, value }) => ({ title: summary ?? name, type, value }))
    const samples = given.length === 1 ? given.map(({ value }) => ({ type, value })) : given
    return variants.map((form) => ({
      ...form,
      type,
      isBytes: false,
      samples: samples.length > 0 ? samples : [made(form.schema)],
    }))
  }
  // Documents give one example per variant, in the variants' order, or one for all.
  const given = examples.length === variants.length ? examples : []
  return variants.map((form, index) => {
    const example = given[index]
    const sample = example ? { type, value: example.value } : made(form.schema)
    return { ...form, type, isBytes: false, samples: [sample] }
  })
}

/** A value with optional members, unless it would fill more than a screen with them. */
export function madeSample({ document }: SchemaScope, schema: Schema, options: SampleOptions): unknown {
  const full = sampleSchema(schema, document, { ...options, full: true })
  return jsonText(full).split('\n').length > SCREEN ? sampleSchema(schema, document, options) : full
}
