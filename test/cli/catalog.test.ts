import { expect, it } from 'vitest'
import { findOperation, type LoadedApi } from '../../src/cli/catalog.js'
import { flattenDocument } from '../../src/openapi/flatten.js'

const api = (paths: Record<string, object>): LoadedApi => ({
  command: 'epilot --definition d.yaml',
  model: flattenDocument({ openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }),
  client: () => Promise.reject(new Error('nothing is sent')),
  loadedIn: 0,
})

it('finds the operation of that id, then the one whose method is called so', () => {
  const users = api({ '/u': { delete: { operationId: 'user-get' }, get: { operationId: 'userGet' } } })
  const clash = api({
    '/u': { delete: { operationId: 'x!' }, get: { operationId: 'x' }, put: { operationId: 'x2' } },
  })
  const taken = api({ '/u': { delete: { operationId: 'then' }, get: { operationId: 'thenOperation-' } } })

  expect(findOperation(users, 'userGet').method).toBe('get')
  expect(findOperation(users, 'user-get').method).toBe('delete')
  expect(findOperation(clash, 'x2').method).toBe('put')
  expect(findOperation(taken, 'thenOperation').method).toBe('delete')
})
