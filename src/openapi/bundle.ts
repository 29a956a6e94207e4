import { resolveAnchors } from './anchors.js'
import { DocumentError } from './error.js'
import { isObject, type JsonObject } from './json.js'
import type { Allowance } from './limits.js'
import type { Problem } from './model.js'
import { isUrl, readFileSource, readUrlSource, type UrlOptions } from './read.js'
import { listOutsideRefs, type OutsideRef, shelter, unshelter } from './shelter.js'

/** Files that one document may be spread over. */
const MAX_FILES = 1000
/** Files that are read at a time: each may be as large as all that are left. */
const LANES = 4

/** A document's files, as the bundler names them: by URL, so that no character of a path means something else to it. */
interface Files {
  /** The document's own URL. */
  base: string
  /** What a user calls the file. */
  nameOf(url: string): string
  /** @throws Error with the reason why it can't be followed */
  read(url: string): Promise<JsonObject>
}

/**
 * Brings a document that is spread over several files into one: every `$ref` is local afterwards. A file's
 * `$ref`s reach files below the document's folder, a URL's reach its own origin.
 *
 * @throws {DocumentError} naming every `$ref` that can't be followed.
 */
export async function bundleDocument(
  document: JsonObject,
  { source, allowance, signal }: { source: string } & Omit<UrlOptions, 'redirects'>,
): Promise<JsonObject> {
  const outside = listOutsideRefs(document)
  if (outside.length === 0) return document
  const problems = new Map<string, string>()
  const opened = new Map<string, Promise<unknown>>()
  const files = isUrl(source)
    ? filesOfOrigin(source, { redirects: 0, allowance, signal })
    : await filesOfFolder(source, allowance)
  const lanes: Promise<unknown>[] = []
  const read = async (target: string, turn: number): Promise<unknown> => {
    try {
      if (turn > MAX_FILES) throw new Error(`the document is spread over more than ${MAX_FILES} files`)
      await lanes[turn % LANES]
      return shelter(resolveAnchors(await files.read(target)), target)
    } catch (error) {
      problems.set(target, reasonOf(error))
      // The bundler goes on, so that all problems show up at once.
      return {}
    }
  }
  const { $RefParser } = await import('@apidevtools/json-schema-ref-parser')
  const bundled = await $RefParser
    .bundle(files.base, shelter(document, files.base) as JsonObject, {
      continueOnError: true,
      resolve: {
        file: false,
        http: false,
        confined: {
          order: 1,
          canRead: true,
          read: ({ url }: { url: string }) => {
            const turn = opened.size
            const file = opened.get(url) ?? read(url, turn)
            if (!opened.has(url)) lanes[turn % LANES] = file
            opened.set(url, file)
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
      await Promise.all(opened.values())
      if (problems.size === 0) throw bundleError(error, outside, source)
      return document
    })
  if (problems.size > 0) throw new DocumentError(located(problems, outside, files), source)
  return unshelter(bundled) as JsonObject
}

function reasonOf(error: unknown): string {
  const message =
    error instanceof DocumentError
      ? error.problems.map((problem) => problem.message).join(' ')
      : (error as Error).message
  return message.replace(/\.$/, '')
}

/** Problems at the `$ref`s that lead to them; one in a file further away at the document's root. */
function located(problems: Map<string, string>, outside: OutsideRef[], files: Files): Problem[] {
  return [...problems].flatMap(([target, reason]) => {
    const refs = outside.filter(({ ref }) => withoutHash(ref, files.base) === withoutHash(target, files.base))
    const message = `${files.nameOf(target)} can't be followed: ${reason}.`
    if (refs.length === 0) return [{ pointer: '', message }]
    return refs.map(({ pointer: at, ref }) => ({
      pointer: at,
      message: `$ref ${JSON.stringify(ref)}: ${message}`,
    }))
  })
}

function withoutHash(ref: string, base: string): string | undefined {
  if (!URL.canParse(ref, base)) return undefined
  const url = new URL(ref, base)
  url.hash = ''
  return url.href
}

function bundleError(error: unknown, outside: OutsideRef[], source: string): DocumentError {
  const errors = (error as { errors?: unknown[] }).errors ?? [error]
  const problems = errors.map((one) => {
    const reason = one instanceof Error ? one.message : String(one)
    const message =
      one instanceof RangeError
        ? 'The schemas of the files that the document refers to lead through too many others in a row.'
        : `The files that the document refers to don't fit together: ${reason}`
    return { pointer: outside[0]?.pointer ?? '', message }
  })
  return new DocumentError(problems, source)
}

function filesOfOrigin(source: string, options: UrlOptions): Files {
  const { origin } = new URL(source)
  return {
    base: source,
    nameOf: (url) => url,
    read: async (url) => {
      if (!isUrl(url) || new URL(url).origin !== origin) throw new Error(`it is not within ${origin}`)
      return objectOf((await readUrlSource(url, options)).value)
    },
  }
}

/** Stands for the disk: nothing can have this name. */
const DISK = 'http://disk.invalid'

async function filesOfFolder(source: string, allowance: Allowance): Promise<Files> {
  const { dirname, fileURLToPath, pathToFileURL, realpath, sep } = await import('./disk.js')
  const document = await realpath(source)
  const folder = dirname(document) + sep
  const pathOf = (url: string): string => {
    const { origin, pathname, search } = new URL(url)
    if (origin !== DISK) throw new Error(`it is not a file below ${folder}`)
    return fileURLToPath(`file://${pathname}${search.replace('?', '%3F')}`)
  }
  return {
    base: DISK + pathToFileURL(document).pathname,
    nameOf: (url) => {
      try {
        return pathOf(url)
      } catch {
        return url.startsWith(DISK) ? url.slice(DISK.length) : url
      }
    },
    read: async (url) => {
      const named = pathOf(url)
      // Resolved, so that no symbolic link leads out of the folder.
      const path = await realpath(named).catch(() => named)
      if (!path.startsWith(folder)) throw new Error(`it is not a file below ${folder}`)
      return objectOf(await readFileSource(path, allowance))
    },
  }
}

function objectOf(value: unknown): JsonObject {
  if (!isObject(value)) throw new Error('it holds no object')
  return value
}
