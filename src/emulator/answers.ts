import type { ApiModel, MediaTypeModel } from '../openapi/model.js'
import { type SampleOptions, sampleSchema } from '../openapi/sample.js'
import { explain } from './explain.js'
import { createSchemaCompiler } from './schema-compiler.js'

/** A value to answer with. */
export interface Answer {
  value: unknown
  /** Whether the document has it as an example. */
  isDocumented: boolean
  /** Why it isn't what its schema says. */
  problem?: string
}

/** Tried in turn until a value fits its schema. */
const ATTEMPTS: SampleOptions[] = [0, 1, 2, 3].flatMap((choice) =>
  [true, false].flatMap((examples) => [true, false].map((full) => ({ choice, examples, full }))),
)

/** Finds the values that a document's answers have: the documented example, or one that fits the schema. */
export const createAnswers = (model: ApiModel): ((media: MediaTypeModel) => Answer) => {
  const compiler = createSchemaCompiler(model.document, { coerce: false, hidden: 'writeOnly' })
  const known = new WeakMap<MediaTypeModel, Answer>()

  const check = (value: unknown, { schema }: MediaTypeModel): Pick<Answer, 'problem'> => {
    const validate = compiler.compile(schema)
    if (validate(value)) return {}
    return { problem: explain({ errors: validate.errors ?? [], place: 'body', compiler }) }
  }

  const make = (media: MediaTypeModel): Answer => {
    const [example] = media.examples
    if (example) return { value: example.value, isDocumented: true, ...check(example.value, media) }
    let first: Answer | undefined
    for (const options of ATTEMPTS) {
      const value = sampleSchema(media.schema, model.document, { direction: 'read', ...options })
      const answer = { value, isDocumented: false, ...check(value, media) }
      if (!answer.problem) return answer
      first ??= answer
    }
    return first ?? { value: undefined, isDocumented: false }
  }

  return (media) => {
    const answer = known.get(media) ?? make(media)
    known.set(media, answer)
    return answer
  }
}
