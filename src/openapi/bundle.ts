import { DocumentError } from './error.js'
import { isObject, type JsonObject } from './json.js'
import type { Problem } from './model.js'
import { pointer } from './pointer.js'
import { isUrl, readFileSource, readUrlSource } from './read.js'
import { refOf } from './resolve.js'

/** Files that one document may be spread over. */
const MAX_FILES = 1000

interface ExternalRef extends Problem {
  ref: string
}

/** The `$ref`s of a document that leave it. */
function externalRefs(value: unknown, at = ''): ExternalRef[] {
  if (typeof value !== 'object' || value === null) return []
  const ref = refOf(value)
  if (ref !== undefined && !ref.startsWith('#')) return [{ pointer: at, ref, message: '' }]
  return Object.entries(value).flatMap(([key, member]) => externalRefs(member, pointer(at, key)))
}

/**
 * Brings a document that is spread over several files into one: every `$ref` is local afterwards. A file's
 * `$ref`s reach files below the document's folder, a URL's reach its own origin.
 *
 * @throws {DocumentError} naming every `$ref` that can't be followed.
 */
export async function bundleDocument(
  document: JsonObject,
  { source, signal }: { source: string; signal?: AbortSignal | undefined },
): Promise<JsonObject> {
  const outside = externalRefs(document)
  if (outside.length === 0) return document
  const problems = new Map<string, string>()
  const files = new Map<string, Promise<unknown>>()
  const confine = isUrl(source) ? originConfinement(source, signal) : await folderConfinement(source)
  const read = async (target: string): Promise<unknown> => {
    try {
      if (files.size > MAX_FILES) throw new Error(`the document is spread over more than ${MAX_FILES} files`)
      return await confine(target)
    } catch (error) {
      problems.set(target, reasonOf(error))
      // The bundler goes on, so that all problems show up at once.
      return {}
    }
  }
  const { $RefParser } = await import('@apidevtools/json-schema-ref-parser')
  const bundled = await $RefParser
    .bundle(source, document, {
      continueOnError: true,
      resolve: {
        file: false,
        http: false,
        confined: {
          order: 1,
          canRead: true,
          read: ({ url }: { url: string }) => {
            const file = files.get(url) ?? read(url)
            files.set(url, file)
            return file.then((value) => JSON.stringify(value))
          },
        },
      },
      parse: {
        json: { order: 1, allowEmpty: false, canParse: true },
        yaml: false,
        text: false,
        binary: false,
      },
    })
    .catch(async (error: unknown) => {
      await Promise.all(files.values())
      if (problems.size === 0) throw bundleError(error, outside, source)
      return document
    })
  if (problems.size > 0) throw new DocumentError(located(problems, outside, source), source)
  return bundled as JsonObject
}

function reasonOf(error: unknown): string {
  const message =
    error instanceof DocumentError
      ? error.problems.map((problem) => problem.message).join(' ')
      : (error as Error).message
  return message.replace(/\.$/, '')
}

/** Problems at the `$ref`s that lead to them; one in a file further away at the document's root. */
function located(problems: Map<string, string>, outside: ExternalRef[], source: string): Problem[] {
  return [...problems].flatMap(([target, reason]) => {
    const refs = outside.filter(({ ref }) => sameTarget(ref, target, source))
    const message = `${target} can't be followed: ${reason}.`
    if (refs.length === 0) return [{ pointer: '', message }]
    return refs.map(({ pointer: at, ref }) => ({
      pointer: at,
      message: `$ref ${JSON.stringify(ref)}: ${message}`,
    }))
  })
}

function sameTarget(ref: string, target: string, source: string): boolean {
  const base = isUrl(source) ? source : new URL(`file:///${source}`)
  const [file = ''] = ref.split('#')
  if (!URL.canParse(file, base)) return false
  const { href, pathname } = new URL(file, base)
  return [href, pathname, decoded(pathname)].some(
    (name) => name === target || name.endsWith(`/${decoded(target)}`),
  )
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function bundleError(error: unknown, outside: ExternalRef[], source: string): DocumentError {
  const errors = (error as { errors?: unknown[] }).errors ?? [error]
  const problems = errors.map((one) => {
    const message = one instanceof Error ? one.message : String(one)
    return {
      pointer: outside[0]?.pointer ?? '',
      message: `The files that the document refers to don't fit together: ${message}`,
    }
  })
  return new DocumentError(problems, source)
}

function originConfinement(
  source: string,
  signal: AbortSignal | undefined,
): (target: string) => Promise<unknown> {
  const { origin } = new URL(source)
  return async (target) => {
    if (!isUrl(target) || new URL(target).origin !== origin) throw new Error(`it is not within ${origin}`)
    return objectOf(await readUrlSource(target, { redirects: 0, signal }))
  }
}

async function folderConfinement(source: string): Promise<(target: string) => Promise<unknown>> {
  const { dirname, realpath, sep } = await import('./disk.js')
  const folder = dirname(await realpath(source)) + sep
  return async (target) => {
    if (/^[a-z][a-z\d+.-]+:/i.test(target)) throw new Error(`it is not a file below ${folder}`)
    // Resolved, so that no symbolic link leads out of the folder.
    const path = await realpath(target).catch(() => target)
    if (!path.startsWith(folder)) throw new Error(`it is not a file below ${folder}`)
    return objectOf(await readFileSource(path))
  }
}

function objectOf(value: unknown): JsonObject {
  if (!isObject(value)) throw new Error('it holds no object')
  return value
}
