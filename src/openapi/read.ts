import type { AxiosError } from 'axios'
import type { OpenAPIClientAxios } from 'openapi-client-axios'
import { DocumentError } from './error.js'
import { type Allowance, MAX_BYTES } from './limits.js'
import { parseDocument } from './parse.js'

/** Time to read a document from a URL, in milliseconds. */
const TIMEOUT = 60_000

export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source)
}

/** Reads and parses one file. */
export async function readFileSource(path: string, allowance: Allowance): Promise<unknown> {
  const { readFile, stat } = await import('./disk.js')
  try {
    const { size } = await stat(path)
    if (size > allowance.bytes) throw tooLarge(path, allowance)
    allowance.bytes -= size
    return parseDocument(await readFile(path, 'utf8'), { source: path, allowance })
  } catch (error) {
    if (error instanceof DocumentError) throw error
    throw unreadable(path, error)
  }
}

/** How to read from URLs. */
export interface UrlOptions {
  /** Redirects that are followed. */
  redirects: number
  allowance: Allowance
  /** Ends the reading; otherwise a minute does. */
  signal?: AbortSignal | undefined
}

/** Reads and parses what one URL answers with, as openapi-client-axios loads it; with where it was found in the end. */
export async function readUrlSource(
  url: string,
  { redirects, allowance, signal }: UrlOptions,
): Promise<{ value: unknown; url: string }> {
  let place = url
  const OpenAPIClientAxios = await loadLoader()
  const loader = new OpenAPIClientAxios({
    definition: url,
    axiosConfigDefaults: {
      maxContentLength: allowance.bytes,
      maxRedirects: redirects,
      beforeRedirect: ({ href }) => {
        place = href
      },
      timeout: TIMEOUT,
      signal: signal ?? AbortSignal.timeout(TIMEOUT),
      responseType: 'text',
      // Whatever the content type says: raw files are often served as plain text.
      transformResponse: [
        (text: string) => {
          // Several are read at a time.
          if (text.length > allowance.bytes) throw tooLarge(url, allowance)
          allowance.bytes -= text.length
          return parseDocument(text, { source: url, allowance })
        },
      ],
      validateStatus: (status) => status === 200,
    },
  })
  try {
    return { value: await loader.loadDocument(), url: place }
  } catch (error) {
    if (error instanceof DocumentError) throw error
    if (/^maxContentLength/.test((error as Error).message)) throw tooLarge(url, allowance)
    throw unreadable(url, error)
  }
}

/** esbuild gives an `import()` of a CommonJS package its default alone, when it splits. */
async function loadLoader(): Promise<typeof OpenAPIClientAxios> {
  const module = await import('openapi-client-axios')
  return module.OpenAPIClientAxios ?? (module.default as unknown as typeof module).OpenAPIClientAxios
}

function tooLarge(source: string, { bytes }: Allowance): DocumentError {
  const what = bytes < MAX_BYTES ? 'With the files before it, it' : 'It'
  return new DocumentError(
    [{ pointer: '', message: `${what} is larger than ${MAX_BYTES / 1024 / 1024} MB.` }],
    source,
  )
}

function unreadable(source: string, error: unknown): DocumentError {
  const { message = String(error), code, response } = error as Partial<AxiosError>
  const reason = code === 'ERR_CANCELED' ? 'it took too long' : message || code
  const unread = new DocumentError([{ pointer: '', message: `It can't be read: ${reason}` }], source)
  return isUrl(source) && code !== undefined && !response ? Object.assign(unread, { code }) : unread
}
