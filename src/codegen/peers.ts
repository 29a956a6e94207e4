import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as OpenAPITypeScript from 'openapi-typescript'
import type TypeScript from 'typescript'

/** The compiler and the schema transformer, which whoever generates has installed. */
export interface Peers {
  ts: typeof TypeScript
  openapiTypeScript: typeof OpenAPITypeScript
}

/** Thrown when what the generator needs is not installed, or not in a version that it can use. */
export class PeerError extends Error {
  override readonly name = 'PeerError'
}

const INSTALL = 'npm i -D openapi-typescript@7 typescript@5'

/**
 * Finds openapi-typescript and TypeScript from the working directory, then from this package.
 *
 * @throws {PeerError} with the command that helps.
 */
export function loadPeers(cwd = process.cwd(), here = import.meta.url): Peers {
  const roots = [createRequire(join(cwd, 'package.json')), createRequire(here)]
  for (const require of roots) {
    const path = resolve(require, 'openapi-typescript')
    if (path === undefined) continue
    // The compiler has to be the one that the transformer builds its syntax trees with.
    const compiler = resolve(createRequire(path), 'typescript')
    if (compiler === undefined)
      throw new PeerError(`To generate, TypeScript has to be installed. Run: ${INSTALL}`)
    const ts: Partial<typeof TypeScript> = load(require, compiler)
    const { version = 'this one' } = ts
    if (!isCompiler(ts))
      throw new PeerError(
        `To generate, TypeScript 5 or later with its compiler API is needed; ${version} has none. Run: ${INSTALL}`,
      )
    const openapiTypeScript: Partial<typeof OpenAPITypeScript> = load(require, path)
    if (!isTransformer(openapiTypeScript))
      throw new PeerError(`To generate, openapi-typescript 7 is needed; this one is another. Run: ${INSTALL}`)
    return { ts, openapiTypeScript }
  }
  throw new PeerError(`To generate, openapi-typescript has to be installed. Run: ${INSTALL}`)
}

function resolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}

function load(require: NodeJS.Require, path: string): object {
  try {
    return require(path) as object
  } catch (error) {
    const [reason] = String((error as Error).message).split('\n')
    throw new PeerError(`To generate, ${path} has to load; it can't: ${reason}. Run: ${INSTALL}`)
  }
}

function isCompiler(ts: Partial<typeof TypeScript>): ts is typeof TypeScript {
  return !!ts.factory && !!ts.createPrinter && Number.parseInt(ts.version ?? '0', 10) >= 5
}

function isTransformer(module: Partial<typeof OpenAPITypeScript>): module is typeof OpenAPITypeScript {
  return typeof module.transformSchemaObject === 'function'
}
