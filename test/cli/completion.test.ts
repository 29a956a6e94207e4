import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bin, epilot, temporaryFolder } from './command.js'

/** What bash offers for a line that ends in the word to complete. */
async function complete(...words: string[]): Promise<string[]> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'bin'))
  await writeFile(join(folder, 'bin/epilot'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`, {
    mode: 0o755,
  })
  await mkdir(join(folder, 'epilot'))
  await writeFile(join(folder, 'epilot/profiles.json'), '{"profiles":{"staging":{"name":"staging"}}}')
  const line = ['epilot', ...words].map((word) => `'${word}'`).join(' ')
  const script = `source <(epilot completion bash); COMP_WORDS=(${line}); COMP_CWORD=${words.length}
_epilot 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, XDG_CONFIG_HOME: folder },
  })
  return stdout.split('\n').filter(Boolean)
}

test.each<[string, string[], string[]]>([
  ['APIs and commands', ['a'], ['access-token', 'auth']],
  ['operations', ['access-token', 'list'], ['listAccessTokens']],
  [
    'operations behind flags with values',
    ['access-token', '-t', 'x', '--json', 'rev'],
    ['revokeAccessToken'],
  ],
  ['commands of a group', ['auth', 'log'], ['login', 'logout']],
  ['flags', ['access-token', 'listAccessTokens', '--no'], ['--no-interactive']],
  [
    'flags of a command only',
    ['auth', 'login', '--'],
    ['--token', '--profile', '--json', '--no-interactive', '--with-token', '--help', '--version'],
  ],
  [
    'parameters with their values',
    ['access-token', 'listAccessTokens', '-p', 'token_type=a'],
    ['token_type=api', 'token_type=assume', 'token_type=app'],
  ],
  ['values of a flag', ['access-token', '--output', ''], ['json', 'table']],
  ['shells', ['completion', 'z'], ['zsh']],
  ['profiles', ['profile', 'use', ''], ['staging']],
  ['profiles behind a flag', ['access-token', '--profile', 'st'], ['staging']],
])('bash completes %s', async (_, words, offered) => {
  expect(await complete(...words)).toEqual(offered)
})

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
