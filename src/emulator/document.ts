import { createRequire } from 'node:module'
import type { OpenAPIDocument } from '../core/types.js'

/** The document of the Access Token API, as the package ships it: not one more copy in each build of this file. */
export const accessTokenDocument = (): OpenAPIDocument => {
  const require = createRequire(typeof __filename === 'string' ? __filename : import.meta.url)
  return require('@epilot/sdk/access-token/openapi.json') as OpenAPIDocument
}
