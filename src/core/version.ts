import type { ApiDefinition } from './types.js'

/** Version of this package; what generated files ask for is compared with it. */
export const RUNTIME_VERSION = '0.1.0'

/** Whether a version comes after another: `1.10.0` after `1.9.0`, `1.0.0` after `1.0.0-beta.2`. */
export const isNewer = (version: string, other: string): boolean =>
  // A release comes after what leads to it, as the last of all names does.
  `${version}-zz`.localeCompare(`${other}-zz`, 'en', { numeric: true }) > 0

/**
 * Checks that this package is as new as a generated file needs it.
 *
 * @param version Oldest version that has what the definition uses.
 * @returns The definition.
 * @throws Error when this version is older.
 */
export const requireRuntime = (version: string, definition: ApiDefinition): ApiDefinition => {
  if (isNewer(version, RUNTIME_VERSION)) {
    throw new Error(
      `${definition.name} was generated for @epilot/sdk ${version}, this is ${RUNTIME_VERSION}. Run: npm i @epilot/sdk@^${version}`,
    )
  }
  return definition
}
