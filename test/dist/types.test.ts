import { readFile } from 'node:fs/promises'
import { describe, expect, inject, it } from 'vitest'
import { type ConsumerKind, consumerKinds, everyEntry, typeCheck } from './typescript.js'

const consumer = inject('consumer')
const esm = consumerKinds[0] as ConsumerKind

describe('a TypeScript consumer of the packed package', () => {
  it.each(consumerKinds)(
    '$name: every entry and the consumer program compile with library checks',
    async (kind) => {
      const program = await readFile(new URL('programs/consumer.ts', import.meta.url), 'utf8')
      const { errors } = await typeCheck({
        consumer,
        kind,
        files: { 'entries.ts': everyEntry, 'consumer.ts': program },
      })
      expect(errors).toBe('')
    },
  )

  it('compiles without the DOM library where Node types are there', async () => {
    const { errors } = await typeCheck({
      consumer,
      kind: esm,
      files: { 'entries.ts': everyEntry },
      compilerOptions: { lib: ['ES2022'], types: ['node'] },
    })
    expect(errors).toBe('')
  })

  it('gets an error for an API and an operation that do not exist', async () => {
    const { errors } = await typeCheck({
      consumer,
      kind: esm,
      files: {
        'wrong.ts': `import { epilot } from '@epilot/sdk'
epilot.typo
epilot.accessToken.typo()
epilot.accessToken.createAccessToken()`,
      },
    })
    expect(errors.match(/wrong\.ts\((\d+)/g)).toEqual(['wrong.ts(2', 'wrong.ts(3', 'wrong.ts(4'])
  })

  it('instantiates at most 60 types for a program of five operations', async () => {
    const program = `import { authorize, getClient } from '@epilot/sdk/access-token'
const client = authorize(getClient(), () => 'token')
export const created = await client.createAccessToken(null, { name: 'Rotated', token_type: 'api', expires_in: '7d' })
export const listed = await client.listAccessTokens({ token_type: ['api', 'app'] })
export const revoked = await client.revokeAccessToken({ id: created.data.id })
export const keys = (await client.getAccessTokenJwks()).data.keys
export const issuer = (await client.getAccessTokenOIDC()).data.issuer
`
    const { errors, instantiations } = await typeCheck({
      consumer,
      kind: esm,
      files: { 'program.ts': program },
      compilerOptions: { skipLibCheck: true },
    })
    console.log(`five operations: ${instantiations} type instantiations (at most 60)`)
    expect(errors).toBe('')
    expect(instantiations).toBeLessThanOrEqual(60)
  })
})
