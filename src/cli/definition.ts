import type { Api } from '../core/types.js'
import type { DocumentError } from '../openapi/error.js'
import { flattenDocument } from '../openapi/flatten.js'
import type { LoadedApi } from './catalog.js'
import { CliError, ExitCode, usageError } from './errors.js'

/**
 * The API of that name in an `epilot.config.json`; `undefined` where it lists none.
 *
 * @param taken names that mean something else on the command line
 */
export async function readConfigured(
  config: string,
  { name, taken }: { name: string; taken: string[] },
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
  return { names, api: await readDefinition(found.source, `epilot --config ${config} ${name}`) }
}

/** Loads a document known only now, and compiles it to an API. */
export async function readDefinition(
  source: string,
  command = `epilot --definition ${source}`,
): Promise<LoadedApi> {
  try {
    const { loadDocument } = await import('./lazy/load.js')
    const model = flattenDocument(await loadDocument(source))
    const client = async (): Promise<Api> => {
      const { compileModel, defineApi } = await import('./lazy/wire.js')
      return defineApi(compileModel(model, 'definition'))
    }
    return { command, model, client }
  } catch (error) {
    throw documentError(source, error)
  }
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
