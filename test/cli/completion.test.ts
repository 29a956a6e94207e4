import { expect, test } from 'vitest'
import { epilot } from './command.js'

test.each(['bash', 'zsh', 'fish'])('the script for %s names every operation', async (shell) => {
  const { code, stdout } = await epilot(['completion', shell])

  expect(code).toBe(0)
  for (const id of ['listAccessTokens', 'createAccessToken', 'getPublicTokenOIDC'])
    expect(stdout).toContain(id)
})

test('an unknown shell is told the nearest', async () => {
  const { code, stderr } = await epilot(['completion', 'bsh'])

  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'epilot: There is no completion for "bsh". Did you mean bash?\n',
  })
})
