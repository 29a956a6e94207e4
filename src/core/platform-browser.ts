// A browser follows no redirect of ours, and tells nothing of one, of a failed connection or of an answer cut off.
// Empty functions, declared as such: bundlers take those out with their calls.

export function isUnsent(_code: string): undefined {}
export function redirected(_location?: string): undefined {}
export function discard(_response: object | undefined): void {}
export function routing(_: object): undefined {}
export function inspectAs(_client: object, _name: string): void {}

export const isStream = (data?: { getReader?: unknown }): boolean => !!data?.getReader
export const createController = (_adapter: object): AbortController => new AbortController()

/** The status 0 hides a redirect. */
export const problemOf = ({ status }: { status: number }): string | false =>
  !status && 'a redirect is not supported'
