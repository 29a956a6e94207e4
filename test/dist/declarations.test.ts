import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { hoistNothing, wrappers, writesDeclarations } from './declarations.js'
import { type ConsumerKind, consumerKinds, typeCheck } from './typescript.js'

const consumer = inject('consumer')
const kinds = consumerKinds.filter(({ name }) => /^(ESM|CJS), nodenext$/.test(name))

describe('a project that writes declarations and hoists nothing', () => {
  let folder: string
  beforeAll(async () => {
    // Not below the consumer, where every package can be imported.
    folder = await mkdtemp(join(tmpdir(), 'epilot-sdk-strict-'))
    await hoistNothing(consumer, folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const check = (kind: ConsumerKind, text: string) =>
    typeCheck({
      consumer: folder,
      kind,
      files: { 'wrappers.ts': text },
      compilerOptions: writesDeclarations,
    })

  it('cannot import axios', async () => {
    const { errors } = await check(kinds[0] as ConsumerKind, "export { AxiosError } from 'axios'\n")
    expect(errors).toContain('TS2307')
  })

  describe.each(wrappers)('that uses $entry', ({ calls, members }) => {
    it.each(kinds)('compiles functions around calls: $name', async (kind) => {
      expect((await check(kind, calls)).errors).toBe('')
    })

    it('compiles what has types of axios, with its ES modules', async () => {
      expect((await check(kinds[0] as ConsumerKind, members)).errors).toBe('')
    })
  })
})
