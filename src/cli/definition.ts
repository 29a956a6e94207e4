import type { Api } from '../core/types.js'
import { DocumentError } from '../openapi/error.js'
import { flattenDocument } from '../openapi/flatten.js'
import type { LoadedApi } from './catalog.js'
import { CliError, ExitCode } from './errors.js'

/** Loads a document known only now, and compiles it to an API. */
export async function readDefinition(
  source: string,
  command = `epilot --definition ${source}`,
): Promise<LoadedApi> {
  try {
    const { loadDocument } = await import('../openapi/load.js')
    const model = flattenDocument(await loadDocument(source))
    const client = async (): Promise<Api> => {
      const { compileModel, defineApi } = await import('./wire.js')
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
  if (error instanceof DocumentError) {
    const problems = error.problems.map(({ pointer, message }) => `${pointer || '/'}: ${message}`)
    return new CliError(`${source} can't be used.`, { exitCode: ExitCode.usage, problems })
  }
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return new CliError(`${source} can't be read: ${reason}`, { exitCode: ExitCode.usage })
}
