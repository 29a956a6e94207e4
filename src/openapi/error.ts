import type { Problem } from './model.js'

/** Marks errors of every copy of this package: `instanceof` knows those of its own copy only. */
const MARK = Symbol.for('@epilot/sdk DocumentError')

/** Thrown for a document that can't be used; it names every problem found. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  /** Of a URL that gave no answer: what happened instead, such as `ECONNREFUSED`. */
  readonly code?: string

  constructor(
    readonly problems: Problem[],
    /** File or URL of the document, where known. */
    readonly source?: string,
    message = describe(problems, source),
  ) {
    super(message)
    Object.defineProperty(this, MARK, { value: true })
  }

  /** The problems of several documents as one error. */
  static all(errors: DocumentError[]): DocumentError {
    const [first] = errors
    if (first && errors.length === 1) return first
    const problems = errors.flatMap((error) => error.problems)
    return new DocumentError(problems, undefined, errors.map(({ message }) => message).join('\n'))
  }

  /** The same problems, with the document's file or URL. */
  from(source: string): DocumentError {
    return this.source === undefined ? new DocumentError(this.problems, source) : this
  }
}

/**
 * Whether an error says that a document can't be used, thrown by this copy of the package or another.
 *
 * @example
 * if (isDocumentError(error)) console.error(error.problems)
 */
export const isDocumentError = (error: unknown): error is DocumentError => MARK in Object(error)

function describe(problems: Problem[], source = 'The OpenAPI document'): string {
  return `${source} can't be used:\n${problems.map(({ pointer, message }) => `  ${pointer || '/'}: ${message}`).join('\n')}`
}
