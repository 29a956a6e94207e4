import type { ApiDefinition } from './types.js'

/** Version of this package; what generated files ask for is compared with it. */
export const RUNTIME_VERSION = '0.1.0'

/**
 * Checks that this package is as new as a generated file needs it.
 *
 * @param version Oldest version that has what the definition uses.
 * @returns The definition.
 * @throws Error when this version is older.
 */
export const requireRuntime = (version: string, definition: ApiDefinition): ApiDefinition => {
  if (version.localeCompare(RUNTIME_VERSION, 'en', { numeric: true }) > 0) {
    throw new Error(
      `${definition.name} was generated for @epilot/sdk ${version}, this is ${RUNTIME_VERSION}. Run: npm i @epilot/sdk@^${version}`,
    )
  }
  return definition
}
