import { describe, expect, it } from 'vitest'
import { isNewer, RUNTIME_VERSION, requireRuntime } from '../../src/core/version.js'

const definition = { name: 'entity', operations: {} }

const ORDER = [
  ...['0.1.0-alpha', '0.1.0-alpha.1', '0.1.0-beta.2', '0.1.0-beta.10', '0.1.0-rc.1', '0.1.0', '0.1.1-beta.1'],
  ...['0.1.1', '0.2.0', '0.10.0', '1.0.0-next.0', '1.0.0'],
]

describe('the version that generated files need', () => {
  it.each(ORDER)('%s is newer than those before it, and than no other', (version) => {
    expect(ORDER.filter((other) => isNewer(version, other))).toEqual(ORDER.slice(0, ORDER.indexOf(version)))
  })

  it('may be this one, or one that led to it', () => {
    expect(requireRuntime(RUNTIME_VERSION, definition)).toBe(definition)
    expect(requireRuntime(`${RUNTIME_VERSION}-beta.1`, definition)).toBe(definition)
  })

  it.each(['999.0.0', '999.0.0-beta.1'])('is told where it is newer: %s', (version) => {
    expect(() => requireRuntime(version, definition)).toThrow(`Run: npm i @epilot/sdk@^${version}`)
  })
})
