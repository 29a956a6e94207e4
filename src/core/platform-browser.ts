// A browser follows no redirect of ours, and tells nothing of one, of a failed connection or of an answer cut off.
// Empty functions, as bundlers take those out with their calls.

/** Never matches. */
export const UNSENT = /$^./
export const redirected = (_location?: string): undefined => {}
export const redirection = (_: object): undefined => {}
export const isCut = (_: object): undefined => {}
export const inspectAs = (_client: object, _name: string): void => {}
