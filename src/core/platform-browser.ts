import type { SentConfig } from './context.js'

// A browser follows no redirect of ours, and tells nothing of one, of a failed connection or of an answer cut off.
// Empty functions, declared as such: bundlers take those out with their calls.

export { getAdapter } from 'axios'

export function explain(_error: object): void {}
export function ifUnsent(_code: string, _act: () => void): void {}
export function checkURLs(_config: object): void {}
export function checkHeaders(_config: object | undefined): void {}
export function prepareBody(_config: object): void {}
export function handOver(_outcome: Promise<unknown>, _: object): void {}
export function discard(_response: object | undefined): void {}
export function route(_request: object, _: object): void {}
export function inspectAs(_client: object, _definition: object): void {}

/** The errors of a body that is still to be read have the request: nothing of it is needed any more. */
export const forget = (request: Record<string, unknown>): void => {
  if (request.responseType === 'stream') {
    for (const key in request) delete request[key]
  }
}

export const isStream = (data?: { getReader?: unknown }): unknown => data?.getReader
export const createController = (_adapter: object): AbortController => new AbortController()

/** The status 0 hides a redirect. */
export const checkAnswer = (
  answer: { status: number } | undefined,
  refuse: (problem: string) => void,
): void => {
  if (answer?.status === 0) refuse('redirect not supported')
}

/** Gives a form a boundary of its own, as each attempt would have another. */
export const pinBoundary = ({ headers, data }: SentConfig): void => {
  if (data instanceof FormData) headers.setContentType(`multipart/form-data; boundary=${Math.random()}`)
}
