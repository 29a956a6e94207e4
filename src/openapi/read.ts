import type { AxiosError } from 'axios'
import type { OpenAPIClientAxios } from 'openapi-client-axios'
import { DocumentError } from './error.js'
import { MAX_BYTES } from './limits.js'
import { parseDocument } from './parse.js'

/** Time to read a document from a URL, in milliseconds. */
const TIMEOUT = 60_000

export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source)
}

/** Reads and parses one file. */
export async function readFileSource(path: string): Promise<unknown> {
  const { readFile, stat } = await import('./disk.js')
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw tooLarge(path)
    return parseDocument(await readFile(path, 'utf8'), path)
  } catch (error) {
    if (error instanceof DocumentError) throw error
    throw unreadable(path, error)
  }
}

/** How to read from URLs. */
export interface UrlOptions {
  /** Redirects that are followed. */
  redirects: number
  /** Ends the reading; otherwise a minute does. */
  signal?: AbortSignal | undefined
}

/** Reads and parses what one URL answers with, as openapi-client-axios loads it; with where it was found in the end. */
export async function readUrlSource(
  url: string,
  { redirects, signal }: UrlOptions,
): Promise<{ value: unknown; url: string }> {
  let place = url
  const OpenAPIClientAxios = await loadLoader()
  const loader = new OpenAPIClientAxios({
    definition: url,
    axiosConfigDefaults: {
      maxContentLength: MAX_BYTES,
      maxRedirects: redirects,
      beforeRedirect: ({ href }) => {
        place = href
      },
      timeout: TIMEOUT,
      signal: signal ?? AbortSignal.timeout(TIMEOUT),
      responseType: 'text',
      // Whatever the content type says: raw files are often served as plain text.
      transformResponse: [(text: string) => parseDocument(text, url)],
      validateStatus: (status) => status === 200,
    },
  })
  try {
    return { value: await loader.loadDocument(), url: place }
  } catch (error) {
    if (error instanceof DocumentError) throw error
    throw unreadable(url, error)
  }
}

/** esbuild gives an `import()` of a CommonJS package its default alone, when it splits. */
async function loadLoader(): Promise<typeof OpenAPIClientAxios> {
  const module = await import('openapi-client-axios')
  return module.OpenAPIClientAxios ?? (module.default as unknown as typeof module).OpenAPIClientAxios
}

function tooLarge(source: string): DocumentError {
  return new DocumentError(
    [{ pointer: '', message: `It is larger than ${MAX_BYTES / 1024 / 1024} MB.` }],
    source,
  )
}

function unreadable(source: string, error: unknown): DocumentError {
  const { message = String(error), code, response } = error as Partial<AxiosError>
  const reason = code === 'ERR_CANCELED' ? 'it took too long' : message || code
  const unread = new DocumentError([{ pointer: '', message: `It can't be read: ${reason}` }], source)
  return isUrl(source) && code !== undefined && !response ? Object.assign(unread, { code }) : unread
}
