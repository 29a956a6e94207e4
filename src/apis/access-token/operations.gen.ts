// Generated from OpenAPI documents. Do not edit: generate again.
import type { Operation } from '../../core/index.js'

export const operations: Record<string, Operation> = {
  createAccessToken: { method: 'post', path: '/v1/access-tokens', contentType: 'application/json', bodyRequired: true },
  listAccessTokens: { method: 'get', path: '/v1/access-tokens' },
  revokeAccessToken: { method: 'delete', path: '/v1/access-tokens/{id}' },
  getAccessTokenJwks: { method: 'get', path: '/v1/access-tokens/.well-known/jwks.json', security: [] },
  getAccessTokenOIDC: { method: 'get', path: '/v1/access-tokens/.well-known/openid-configuration', security: [] },
  getPublicTokenJwks: { method: 'get', path: '/v1/access-tokens/public/.well-known/jwks.json', security: [] },
  getPublicTokenOIDC: { method: 'get', path: '/v1/access-tokens/public/.well-known/openid-configuration', security: [] },
}
