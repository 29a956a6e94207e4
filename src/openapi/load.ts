import type { OpenAPIDocument } from '../core/types.js'
import { resolveAnchors } from './anchors.js'
import { bundleDocument } from './bundle.js'
import { DocumentError } from './error.js'
import { isObject, items, type JsonObject, own } from './json.js'
import { checkLimits, newAllowance } from './limits.js'
import { isUrl, readFileSource, readUrlSource } from './read.js'
import { filledUrl } from './servers.js'

/** Redirects that are followed to a document. */
const MAX_REDIRECTS = 5

/**
 * Reads a document, JSON or YAML, from a file or an `http(s)` URL. One that is spread over several files is
 * bundled: every `$ref` in the result is local. Files are read below the document's folder only, URLs of its
 * origin only.
 *
 * @param options.signal Ends the reading of URLs. @default AbortSignal.timeout(60_000)
 * @throws {DocumentError} when it can't be read or parsed, is larger than 32 MB or a million values with all its files, or refers
 * to what can't be followed.
 * @example const document = await loadDocument('openapi.yaml')
 */
export async function loadDocument(
  source: string | URL,
  { signal }: { signal?: AbortSignal } = {},
): Promise<OpenAPIDocument> {
  const name = await sourceName(source)
  const allowance = newAllowance()
  const { value, url } = isUrl(name)
    ? await readUrlSource(name, { redirects: MAX_REDIRECTS, allowance, signal })
    : { value: await readFileSource(name, allowance), url: undefined }
  if (!isObject(value))
    throw new DocumentError([{ pointer: '', message: 'An OpenAPI document is an object.' }], name)
  const bundled = await bundleDocument(resolveAnchors(value), { source: url ?? name, allowance, signal })
  if (bundled !== value) checkLimits(bundled)
  return (url === undefined ? bundled : withAbsoluteServers(bundled, url)) as OpenAPIDocument
}

async function sourceName(source: string | URL): Promise<string> {
  const name = String(source)
  if (!name.startsWith('file:')) return name
  const { fileURLToPath } = await import('./disk.js')
  return fileURLToPath(name)
}

/**
 * A server's relative URL counts from where the document is, and a document without servers has `/`: OpenAPI 3.0.3,
 * Server Object and OpenAPI Object.
 */
function withAbsoluteServers(document: JsonObject, base: string): JsonObject {
  const { servers, paths, components } = document
  const pathItems = own(components, 'pathItems')
  return {
    ...document,
    servers: absolute(items(servers).length > 0 ? servers : [{ url: '/' }], base),
    ...(isObject(paths) && { paths: withServers(paths, { base, levels: 2 }) }),
    ...(isObject(components) &&
      isObject(pathItems) && {
        components: { ...components, pathItems: withServers(pathItems, { base, levels: 2 }) },
      }),
  }
}

/** Path items, and the operations in them. */
function withServers(holders: JsonObject, at: { base: string; levels: number }): JsonObject {
  const { base, levels } = at
  return Object.fromEntries(
    Object.entries(holders).map(([name, holder]): [string, unknown] => {
      if (!isObject(holder)) return [name, holder]
      const inner = levels > 1 ? withServers(holder, { base, levels: levels - 1 }) : holder
      return [name, 'servers' in holder ? { ...inner, servers: absolute(holder.servers, base) } : inner]
    }),
  )
}

function absolute(servers: unknown, base: string): unknown {
  if (!Array.isArray(servers)) return servers
  return servers.map((server) => {
    if (!isObject(server) || typeof server.url !== 'string') return server
    const filled = filledUrl(server)
    if (/^([a-z][a-z\d+.-]*:|\{)/i.test(filled)) return server
    // Server variables stay readable, but for one at the start, which may hold any part of a URL.
    const relative = server.url.startsWith('{') ? filled : server.url
    if (!URL.canParse(relative, base)) return server
    const url = new URL(relative, base).href.replaceAll('%7B', '{').replaceAll('%7D', '}')
    return { ...server, url }
  })
}
