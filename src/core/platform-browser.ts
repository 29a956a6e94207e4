// A browser follows no redirect of ours, and tells nothing of one, of a failed connection or of an answer cut off.
// Empty functions, as bundlers take those out with their calls.

export const isUnsent = (_code: string): undefined => {}
export const redirected = (_location?: string): undefined => {}
export const isStream = (data?: { getReader?: unknown }): boolean => !!data?.getReader
export const redirection = (_: object): undefined => {}
export const inspectAs = (_client: object, _name: string): void => {}

/** The status 0 hides a redirect. */
export const problemOf = ({ status }: { status: number }): string | false =>
  !status && 'a redirect is not supported'
