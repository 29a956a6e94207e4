import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
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
