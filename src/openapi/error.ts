import type { Problem } from './model.js'

/** Thrown for a document that can't be used; it names every problem found. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'

  constructor(
    readonly problems: Problem[],
    /** File or URL of the document, where known. */
    readonly source?: string,
  ) {
    const lines = problems.map(({ pointer, message }) => `  ${pointer || '/'}: ${message}`)
    super(`${source ?? 'The OpenAPI document'} can't be used:\n${lines.join('\n')}`)
  }

  /** The same problems, with the document's file or URL. */
  from(source: string): DocumentError {
    return this.source ? this : new DocumentError(this.problems, source)
  }
}
