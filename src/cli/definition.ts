import type { Api } from '../core/types.js'
import type { DocumentError } from '../openapi/error.js'
import { flattenDocument } from '../openapi/flatten.js'
import type { LoadedApi } from './catalog.js'
import { CliError, ExitCode } from './errors.js'

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
    const problems = error.problems.map(({ pointer, message }) => `${pointer || '/'}: ${message}`)
    return new CliError(`${source} can't be used.`, { exitCode: ExitCode.usage, problems })
  }
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return new CliError(`${source} can't be read: ${reason}`, { exitCode: ExitCode.usage })
}

// By its name: what is loaded lazily is bundled with a class of its own.
const isDocumentError = (error: unknown): error is DocumentError =>
  error instanceof Error && error.name === 'DocumentError'
