import { toXml } from '../../emulator/xml.js'
import type { MediaTypeModel, OperationModel, Schema } from '../../openapi/model.js'
import { preferredContent } from '../../openapi/plan.js'
import { type SampleOptions, sampleSchema } from '../../openapi/sample.js'
import { examplesByVariant } from './examples.js'
import { jsonText } from './literal.js'
import { isBytes, isTextual } from './operation.js'
import type { SchemaScope } from './schema-type.js'
import { type Variant, variantsOf } from './variants.js'

/** Lines of a sample that a reader sees at once. */
const SCREEN = 60

export interface BodySample {
  /** Tells it from other samples of the same form. */
  title?: string
  media: MediaTypeModel
  /** A text where the media type is one. */
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
  return [preferred, ...others].flatMap((media) =>
    formsOf({ scope, media, binary, isRequired: requestBody.required }),
  )
}

/** What samples of a call write, where no form is asked for. */
export function firstSample(
  scope: SchemaScope,
  operation: OperationModel,
  binary: unknown,
): BodySample | undefined {
  return bodyForms(scope, operation, binary)[0]?.samples[0]
}

function formsOf(at: {
  scope: SchemaScope
  media: MediaTypeModel
  binary: unknown
  isRequired: boolean
}): BodyForm[] {
  const { scope, media, binary, isRequired } = at
  const { type, schema } = media
  if (isBytes(media)) return [{ schema, type, isBytes: true, samples: [{ media, value: binary }] }]
  const asSent = (value: unknown): unknown =>
    isTextual(media) && typeof value !== 'string' ? textOf(scope, media, value) : value
  // Calls take null for no body.
  const isNothing = (value: unknown): boolean => isRequired && value === null
  const made = (form: Variant): BodySample => {
    const of = decided(form)
    const value = madeSample(scope, of, { binary })
    const other = isNothing(value) ? madeSample(scope, of, { binary, examples: false }) : value
    return { media, value: asSent(other) }
  }
  const variants = variantsOf(scope, schema)
  const examples = media.examples.filter(({ value }) => !isNothing(value))
  const given = examplesByVariant(scope, variants, examples)
  return variants.map((form, index) => {
    const own = given[index] ?? []
    // The name that stands for a single example says nothing.
    const isTitled = own.length > 1 || (variants.length > 1 && own.some(({ name }) => name !== 'example'))
    const samples = own.map(({ name, summary, value }) => ({
      ...(isTitled && { title: summary ?? name }),
      ...{ media, value: asSent(value) },
    }))
    return { ...form, type, isBytes: false, samples: samples.length > 0 ? samples : [made(form)] }
  })
}

/** A variant's schema, with the value that tells it from the others. */
function decided({ schema, decidedBy }: Variant): Schema {
  if (!decidedBy) return schema
  const { property, values } = decidedBy
  const member = { required: [property], properties: Object.fromEntries([[property, { const: values[0] }]]) }
  return { allOf: [schema, member] }
}

/** A value as the text of a media type: XML, a JSON text in each line, or JSON, which is YAML as well. */
function textOf({ document }: SchemaScope, { type, schema }: MediaTypeModel, value: unknown): string {
  if (/xml\b/.test(type)) return toXml(value, schema, document).replace(/^<\?xml.*\?>\n/, '')
  const isLines = /ndjson|jsonl/.test(type) && Array.isArray(value)
  return isLines ? value.map((one) => JSON.stringify(one)).join('\n') : jsonText(value)
}

/** A value with optional members, unless it would fill more than a screen with them. */
export function madeSample({ document }: SchemaScope, schema: Schema, options: SampleOptions): unknown {
  const full = sampleSchema(schema, document, { ...options, full: true })
  return jsonText(full).split('\n').length > SCREEN ? sampleSchema(schema, document, options) : full
}
