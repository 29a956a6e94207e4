import type { OpenAPIDocument } from '../core/types.js'
import { bundleDocument } from './bundle.js'
import { DocumentError } from './error.js'
import { isObject, items, type JsonObject } from './json.js'
import { checkLimits } from './limits.js'
import { isUrl, readFileSource, readUrlSource } from './read.js'

/** Redirects that are followed to a document. */
const MAX_REDIRECTS = 5

/**
 * Reads a document, JSON or YAML, from a file or an `http(s)` URL. One that is spread over several files is
 * bundled: every `$ref` in the result is local. Files are read below the document's folder only, URLs of its
 * origin only.
 *
 * @param options.signal Ends the reading of URLs. @default AbortSignal.timeout(60_000)
 * @throws {DocumentError} when it can't be read or parsed, is larger than 32 MB or a million values, or refers
 * to what can't be followed.
 * @example const document = await loadDocument('openapi.yaml')
 */
export async function loadDocument(
  source: string | URL,
  { signal }: { signal?: AbortSignal } = {},
): Promise<OpenAPIDocument> {
  const name = await sourceName(source)
  const value = isUrl(name)
    ? await readUrlSource(name, { redirects: MAX_REDIRECTS, signal })
    : await readFileSource(name)
  if (!isObject(value))
    throw new DocumentError([{ pointer: '', message: 'An OpenAPI document is an object.' }], name)
  const bundled = await bundleDocument(value, { source: name, signal })
  if (bundled !== value) checkLimits(bundled)
  return (isUrl(name) ? withAbsoluteServers(bundled, name) : bundled) as OpenAPIDocument
}

async function sourceName(source: string | URL): Promise<string> {
  const name = String(source)
  if (!name.startsWith('file:')) return name
  const { fileURLToPath } = await import('./disk.js')
  return fileURLToPath(name)
}

/** A server's relative URL counts from where the document is: OpenAPI 3.0.3, Server Object. */
function withAbsoluteServers(document: JsonObject, base: string): JsonObject {
  if (!Array.isArray(document.servers)) return document
  const servers = items(document.servers).map((server) => {
    if (!isObject(server) || typeof server.url !== 'string' || /^([a-z][a-z\d+.-]*:|\{)/i.test(server.url))
      return server
    if (!URL.canParse(server.url, base)) return server
    // Server variables stay readable.
    const url = new URL(server.url, base).href.replaceAll('%7B', '{').replaceAll('%7D', '}')
    return { ...server, url }
  })
  return { ...document, servers }
}
