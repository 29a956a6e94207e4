import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { RUNTIME_VERSION } from '../../src/core/index.js'

it('package, runtime and change log tell the same version', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  const [, logged] = /^## (\S+)/m.exec(await readFile('CHANGELOG.md', 'utf8')) ?? []

  expect(RUNTIME_VERSION).toBe(version)
  expect(logged).toBe(version)
})
