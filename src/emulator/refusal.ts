/** A refused request, as an exception; its answer's body is `{ status, error }`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

/** The body that every failed call has. */
export const problemResponse = (status: number, error: string, headers: Record<string, string> = {}) =>
  Response.json({ status, error }, { status, headers })

/** Text from a request, fit to stand in a sentence: quoted, on one line and short. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
