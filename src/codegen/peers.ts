import type * as OpenAPITypeScript from 'openapi-typescript'
import type TypeScript from 'typescript'

/** The compiler and the schema transformer that the user of the generator installed. */
export interface Peers {
  ts: typeof TypeScript
  openapiTypeScript: typeof OpenAPITypeScript
}

export async function loadPeers(): Promise<Peers> {
  const [{ default: ts }, openapiTypeScript] = await Promise.all([
    import('typescript'),
    import('openapi-typescript'),
  ])
  return { ts, openapiTypeScript }
}
