/**
 * One line of the table. What a machine doesn't have is 'not run', never 'passed'. A 'known limit' was tried and failed
 * where the documentation says that it does.
 */
export interface Row {
  section: string
  /** Runtime, bundler, compiler or package manager. */
  subject: string
  version: string
  /** What was tried. */
  variant: string
  result: 'passed' | 'failed' | 'known limit' | 'not run'
  /** Sizes and figures of a row that passed; the reason of one that didn't. */
  detail: string
}

/** Something to try: gives its figures, or throws. */
export interface Trial extends Pick<Row, 'section' | 'subject' | 'version' | 'variant'> {
  /** Why this machine can't try it. */
  unavailable?: string | undefined
  /** What the documentation says about its failing, and not through a fault of the package. */
  limit?: string | undefined
  attempt(): Promise<string>
}

/** Tries one thing and says how it went. */
export const rowOf = async ({ attempt, unavailable, limit, ...what }: Trial): Promise<Row> => {
  if (unavailable) return { ...what, result: 'not run', detail: unavailable }
  try {
    return { ...what, result: 'passed', detail: await attempt() }
  } catch (error) {
    if (limit) return { ...what, result: 'known limit', detail: limit }
    return { ...what, result: 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}

/** An error with the figure when a bar isn't kept; otherwise the figure. */
export const held = (isHeld: boolean, figure: string): string => {
  if (!isHeld) throw new Error(figure)
  return figure
}

/** A number of bytes for people. */
export const bytes = (count: number): string => count.toLocaleString('en-US')
