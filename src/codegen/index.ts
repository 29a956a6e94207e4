import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { RUNTIME_VERSION } from '../core/version.js'
import { DocumentError } from '../openapi/error.js'
import { flattenDocument } from '../openapi/flatten.js'
import { loadDocument } from '../openapi/load.js'
import type { Problem } from '../openapi/model.js'
import { isIntact, stamp } from './checksum.js'
import { nameProblem, readConfig } from './config.js'
import { type DocsOptions, printDocs } from './docs/index.js'
import { shellWord } from './docs/literal.js'
import { type GeneratedFile, leftOver, outdated, readFiles, writeFiles } from './files.js'
import { FILES, printApi } from './print.js'

export type { CommandLine } from './docs/index.js'
export { PeerError } from './peers.js'

/** What every API of a run shares. */
export interface RunOptions {
  /** Compares only; writes nothing. @default false */
  check?: boolean
  /** Import path of the runtime. @default '@epilot/sdk/core' */
  runtime?: string
  /** With `check`: prints the files even where their checksum says that nothing changed. @default false */
  thorough?: boolean
  /** Where openapi-typescript and TypeScript are looked for first. @default process.cwd() */
  cwd?: string
  /** Writes the reference pages as well. */
  docs?: PagesOptions
}

export interface PagesOptions extends Pick<DocsOptions, 'commandLine'> {
  /** Folder for the pages. */
  out: string
  /** Module that samples import the API from. @default the entry written */
  entry?: string
  /** Words that lead to the API on the command line. @default those that name its document */
  command?: string
}

export interface GenerateOptions extends RunOptions {
  /** File or URL of the OpenAPI document, JSON or YAML. */
  source: string
  /** Name on the facade, such as `accessToken`. */
  name: string
  /** Folder for the files. */
  out: string
}

export interface GenerateResult {
  /** Files written, or compared. */
  files: string[]
  /** With `check`: files that are missing or differ, or are left over from an earlier version. */
  differences: string[]
  /** Irregularities of the documents that leave the rest usable, with the document's file or URL. */
  warnings: (Problem & { source: string })[]
}

interface Prepared {
  /** Paths of the files. */
  paths: string[]
  /** What is to be written; nothing when the files on disk are known to be the right ones. */
  folders: { out: string; files: GeneratedFile[] }[]
  /** Files of an earlier version. */
  obsolete: string[]
  warnings: GenerateResult['warnings']
}

/**
 * Writes an API's entry and its neighbours from its OpenAPI document.
 *
 * @throws {DocumentError} naming every problem, when the document can't be used; nothing is written then.
 * @throws {PeerError} when openapi-typescript or TypeScript is not installed.
 * @example await generateApi({ source: 'entity.yaml', name: 'entity', out: 'src/epilot/entity' })
 */
export async function generateApi(options: GenerateOptions): Promise<GenerateResult> {
  return finish([await prepare(options)], options)
}

/**
 * Writes the APIs that `epilot.config.json` lists, each into a folder of its own. Nothing is written unless all
 * documents can be used.
 *
 * @throws {DocumentError} naming every problem of every document, or of the configuration.
 * @throws {PeerError} when openapi-typescript or TypeScript is not installed.
 * @example await generateFromConfig('epilot.config.json', { check: true })
 */
export async function generateFromConfig(path: string, options: RunOptions = {}): Promise<GenerateResult> {
  const prepared = await Promise.all(
    (await readConfig(path)).map(async (api) => {
      try {
        const docs = options.docs && { command: `epilot --config ${path} ${api.name}`, ...options.docs }
        return await prepare({ ...options, ...api, ...(docs && { docs }) })
      } catch (error) {
        if (error instanceof DocumentError) return error
        throw error
      }
    }),
  )
  const errors = prepared.filter((api) => api instanceof DocumentError)
  if (errors.length > 0) throw DocumentError.all(errors)
  return finish(
    prepared.filter((api): api is Prepared => !(api instanceof DocumentError)),
    options,
  )
}

async function prepare(options: GenerateOptions): Promise<Prepared> {
  const { source, name, out, docs, runtime = '@epilot/sdk/core', cwd = process.cwd() } = options
  const problem = nameProblem(name)
  if (problem) throw new DocumentError([{ pointer: '', message: problem }], source)
  const document = await loadDocument(source)
  const inputs = { name, runtime, version: RUNTIME_VERSION }
  const paths = FILES.map((path) => join(out, path))
  const obsolete = await leftOver(out, FILES)
  if (options.check && !options.thorough && !docs) {
    const present = await readFiles(out, FILES)
    if (present && isIntact({ document, options: inputs, files: present }))
      return { paths, folders: [], obsolete, warnings: [] }
  }
  try {
    const model = flattenDocument(document)
    const { files, warnings } = printApi(model, { ...inputs, cwd })
    const pages = docs ? printDocs(model, docsOptions({ ...options, docs, cwd })) : []
    return {
      paths: [...paths, ...pages.map(({ path }) => join(docs?.out ?? '', path))],
      folders: [
        { out, files: stamp({ document, options: inputs, files }) },
        ...(docs ? [{ out: docs.out, files: pages }] : []),
      ],
      obsolete,
      warnings: warnings.map((warning) => ({ ...warning, source })),
    }
  } catch (error) {
    throw error instanceof DocumentError ? error.from(source) : error
  }
}

function docsOptions(options: GenerateOptions & { docs: PagesOptions; cwd: string }): DocsOptions {
  const { name, source, out, docs, cwd } = options
  const entry = join(relative(cwd, out), 'index.gen.js').replaceAll('\\', '/')
  return {
    name,
    file: name.replace(/[A-Z]/g, (letter, index) => `${index === 0 ? '' : '-'}${letter.toLowerCase()}`),
    entry: docs.entry ?? (entry.startsWith('.') ? entry : `./${entry}`),
    command: docs.command ?? `epilot --definition ${shellWord(source)}`,
    commandLine: docs.commandLine,
  }
}

async function finish(apis: Prepared[], { check = false }: RunOptions): Promise<GenerateResult> {
  const differences: string[] = []
  for (const { out, files } of apis.flatMap(({ folders }) => folders)) {
    if (check) differences.push(...(await outdated(out, files)))
    else await writeFiles(out, files)
  }
  const obsolete = apis.flatMap((api) => api.obsolete)
  if (check) differences.push(...obsolete)
  else await Promise.all(obsolete.map((path) => rm(path, { force: true })))
  return {
    files: apis.flatMap(({ paths }) => paths),
    differences,
    warnings: apis.flatMap(({ warnings }) => warnings),
  }
}
