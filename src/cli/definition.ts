import type { Api } from '../core/types.js'
import type { DocumentError } from '../openapi/error.js'
import { flattenDocument } from '../openapi/flatten.js'
import type { LoadedApi } from './catalog.js'
import { CliError, ExitCode, usageError } from './errors.js'
import { oneLine } from './text.js'

/**
 * The API of that name in an `epilot.config.json`; `undefined` where it lists none.
 *
 * @param taken names that mean something else on the command line
 */
export async function readConfigured(
  config: string,
  { name, taken, timeout }: { name: string; taken: string[]; timeout: number | undefined },
): Promise<{ api?: LoadedApi; names: string[] }> {
  const { readConfig } = await import('./lazy/load.js')
  const apis = await readConfig(config).catch((error: unknown) => {
    throw documentError(config, error)
  })
  const refused = apis.filter((api) => taken.includes(api.name)).map((api) => api.name)
  if (refused.length > 0) {
    throw usageError(
      `${config} lists ${refused.join(', ')}, which on the command line is something else.`,
      'Give the API another name.',
    )
  }
  const found = apis.find((api) => api.name === name)
  const names = apis.map((api) => api.name)
  if (!found) return { names }
  return {
    names,
    api: await readDefinition(found.source, { command: `epilot --config ${config} ${name}`, timeout }),
  }
}

/** Loads a document known only now, in at most `timeout` milliseconds, and compiles it to an API. */
export async function readDefinition(
  source: string,
  { command, timeout }: { command: string; timeout: number | undefined },
): Promise<LoadedApi> {
  const startedAt = performance.now()
  const signal = timeout === undefined ? undefined : AbortSignal.timeout(timeout)
  try {
    const { loadDocument } = await import('./lazy/load.js')
    const model = flattenDocument(await loadDocument(source, signal && { signal }))
    const client = async (): Promise<Api> => {
      const { compileModel, defineApi } = await import('./lazy/wire.js')
      return defineApi(compileModel(model, 'definition'))
    }
    return { command, model, client, loadedIn: performance.now() - startedAt }
  } catch (error) {
    const isUnreachable = isDocumentError(error) && error.code !== undefined
    throw signal?.aborted || isUnreachable ? networkError(source, error) : documentError(source, error)
  }
}

function networkError(source: string, error: unknown): CliError {
  const [problem] = isDocumentError(error) ? error.problems : []
  const reason = oneLine(problem?.message ?? String(error)).replace(/\.$/, '')
  return new CliError(`${source} can't be used: ${reason}.`, {
    exitCode: ExitCode.network,
    next: 'Check the network and the URL, or allow more time with --timeout.',
  })
}

/** A document that can't be read or used, as the user should hear it. */
export function documentError(source: string, error: unknown): CliError {
  if (error instanceof CliError) return error
  if (isDocumentError(error)) {
    const [, ...problems] = error.message.split('\n')
    return new CliError(`${error.source ?? source} can't be used.`, {
      exitCode: ExitCode.usage,
      problems: problems.map((problem) => problem.trim()),
    })
  }
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return new CliError(`${source} can't be read: ${reason}`, { exitCode: ExitCode.usage })
}

// By its name: what is loaded lazily is bundled with a class of its own.
const isDocumentError = (error: unknown): error is DocumentError =>
  error instanceof Error && error.name === 'DocumentError'
