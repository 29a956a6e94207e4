import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { temporaryFolder } from '../cli/command.js'
import { openScreen } from './screen.js'

/** A search path on which `epilot` is the built bin. */
async function pathWithEpilot(): Promise<string> {
  const folder = await temporaryFolder()
  await symlink(join(inject('installed'), 'dist/cli/index.js'), join(folder, 'epilot'))
  return `${folder}:${process.env.PATH}`
}

/** What bash offers for a line that ends in the word to complete. */
async function completeInBash(...words: string[]): Promise<string[]> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'epilot'))
  await writeFile(join(folder, 'epilot/profiles.json'), '{"profiles":{"staging":{"name":"staging"}}}')
  const line = ['epilot', ...words].map((word) => `'${word}'`).join(' ')
  const script = `source <(epilot completion bash); COMP_WORDS=(${line}); COMP_CWORD=${words.length}
_epilot 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { PATH: await pathWithEpilot(), XDG_CONFIG_HOME: folder },
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
  expect(await completeInBash(...words)).toEqual(offered)
})

test.each([
  ['commands', 'epilot comp', ['completion']],
  ['operations', 'epilot access-token getPublicTokenJ', ['getPublicTokenJwks']],
  ['flags', 'epilot access-token listAccessTokens --no-', ['--no-interactive']],
  ['parameters with their values', 'epilot access-token listAccessTokens -p token_type=ap', ['api', 'app']],
  ['values of a flag', 'epilot access-token --output ', ['json', 'table']],
])('fish completes %s', async (_, typed, offered) => {
  const PATH = await pathWithEpilot()
  const script = `epilot completion fish | source; complete -C '${typed}'`

  const { stdout } = await promisify(execFile)('fish', ['--no-config', '-c', script], {
    env: { PATH, HOME: await temporaryFolder() },
  })

  const words = stdout.trim().split('\n')
  expect(words.map((word) => word.replace(/\t.*/, '').replace('token_type=', ''))).toEqual(offered)
})

test.each([
  ['an operation', 'epilot access-token getPublicTokenJ', 'getPublicTokenJwks'],
  ['a flag', 'epilot access-token listAccessTokens --no-', '--no-interactive'],
  ["a parameter's value", 'epilot access-token listAccessTokens -p token_type=ass', 'token_type=assume'],
])('zsh completes %s', async (_, typed, completed) => {
  const screen = await openScreen('zsh -f', { PATH: await pathWithEpilot(), PS1: 'zsh> ' })
  await screen.shows('zsh>')
  await screen.type('autoload -U compinit && compinit -u && source <(epilot completion zsh) && echo rea""dy')
  await screen.press('Enter')
  await screen.shows('ready')

  await screen.type(typed)
  await screen.press('Tab')

  await screen.shows(completed)
})
