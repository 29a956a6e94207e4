import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { compile } from '../codegen/project.js'

const folder = 'src/apis/access-token'

describe('type cost', () => {
  it('of a program with five operations is at most 60 instantiations', async () => {
    const names = (await readdir(folder)).filter(
      (name) => name.endsWith('.gen.ts') && name !== 'openapi.gen.ts',
    )
    const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')))
    const files = Object.fromEntries(
      names.map((name, index) => [
        name,
        (texts[index] ?? '').replaceAll('../../core/index.js', '@epilot/sdk/core'),
      ]),
    )
    const program = `import type { Client } from './client.gen.js'
export const run = async (client: Client) => {
  const created = await client.createAccessToken(null, { name: 'a', token_type: 'api' })
  await client.revokeAccessToken(created.data.id)
  const { data } = await client.listAccessTokens({ token_type: ['api'] })
  const { data: keys } = await client.getAccessTokenJwks()
  const { data: configuration } = await client.getAccessTokenOIDC()
  return [data[0]?.name, keys.keys, configuration.issuer]
}
`
    // Without the runtime's own sources, which a user has as declarations that nothing checks.
    const used = {
      'client.gen.ts': files['client.gen.ts'] ?? '',
      'schema.gen.ts': files['schema.gen.ts'] ?? '',
    }

    const empty = compile(
      { ...used, 'program.ts': 'export {}\n' },
      { options: { isolatedDeclarations: false } },
    )
    const five = compile({ ...used, 'program.ts': program }, { options: { isolatedDeclarations: false } })

    const cost = five.instantiations - empty.instantiations
    console.log(`five operations: ${cost} type instantiations more than none (at most 60)`)
    expect(five.errors).toEqual([])
    expect(cost).toBeLessThanOrEqual(60)
  })
})
