import { readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../cli/command.js'
import { json, type RecordingServer, recordingServer } from '../cli/recording-server.js'
import { epilot, openScreen, type Screen } from './screen.js'

/** Opens `createAccessToken` with an editor that is a shell script; `$1` in it is the file. */
async function edit(
  script: string,
): Promise<{ screen: Screen; server: RecordingServer; folder: string; temporary: string }> {
  const server = await recordingServer(() => json({ id: 'created' }, 201))
  const folder = await temporaryFolder()
  const temporary = await temporaryFolder()
  const editor = join(folder, 'editor')
  await writeFile(editor, `#!/bin/bash\n${script}\n`, { mode: 0o755 })
  const screen = await openScreen(epilot('access-token createAccessToken'), {
    EPILOT_SERVER: server.url,
    EPILOT_TOKEN: 'token-of-the-terminal-test',
    EDITOR: '/bin/false',
    VISUAL: `${editor} --wait`,
    TMPDIR: temporary,
    OUT: folder,
  })
  await screen.shows('token_type: which one?')
  return { screen, server, folder, temporary }
}

test('a body is written in $VISUAL, from a template of its variant, in a file that nobody else can read', async () => {
  const { screen, server, folder, temporary } = await edit(
    `cp "$2" $OUT/template; stat -c %a "$2" "$(dirname "$2")" > $OUT/modes; sed -i 's/Journey Access Token/Mine/' "$2"`,
  )

  await screen.type('journ')
  await screen.shows('1 match')
  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(await readFile(join(folder, 'modes'), 'utf8')).toBe('600\n700\n')
  const template = await readFile(join(folder, 'template'), 'utf8')
  expect(JSON.parse(template)).toMatchObject({ token_type: 'journey', journey_id: expect.any(String) })
  expect(server.requests[0]?.body.toString()).toBe(template.replace('Journey Access Token', 'Mine'))
  expect(await readdir(temporary)).toEqual([])
})

test.each([
  ['left unchanged', 'true', 'was not changed'],
  ['emptied', ': > "$2"', 'is empty'],
  ['removed', 'rm "$2"', 'The editor removed the file'],
  ['lost by a failing editor', `echo '{"name":"x"}' > "$2"; exit 3`, 'failed (exit code 3)'],
])('a body that is %s is not sent', async (_, script, told) => {
  const { screen, server, temporary } = await edit(script)

  await screen.press('Enter')

  expect(await screen.ends()).toEqual({ code: 1, restored: true })
  expect(await screen.shows(told)).toContain('nothing was sent')
  expect(server.requests).toEqual([])
  expect(await readdir(temporary)).toEqual([])
})

test('a body that is wrong can be edited again', async () => {
  const { screen, server } = await edit(
    `if [ -e $OUT/second ]; then echo '{"name":"Right"}' > "$2"; else touch $OUT/second; echo '{"name":' > "$2"; fi`,
  )

  await screen.press('Enter')
  await screen.shows('is not JSON')
  await screen.shows('Edit it again?')
  await screen.press('y')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests[0]?.body.toString()).toBe('{"name":"Right"}\n')
})

test('a body that stays wrong is not sent', async () => {
  const { screen, server } = await edit(`echo '{"token_type":"api"}' > "$2"`)

  await screen.press('Enter')
  await screen.shows('Edit it again?')
  await screen.press('n')

  expect(await screen.ends()).toEqual({ code: 2, restored: true })
  expect(server.requests).toEqual([])
})

test('Ctrl-C in the editor belongs to the editor', async () => {
  const { screen, server } = await edit(
    `trap 'echo caught' INT; echo editing; sleep 5 & wait; echo '{"name":"After all"}' > "$2"`,
  )

  await screen.press('Enter')
  await screen.shows('editing')
  await screen.press('C-c')

  expect(await screen.ends()).toEqual({ code: 0, restored: true })
  expect(server.requests[0]?.body.toString()).toBe('{"name":"After all"}\n')
})

test('Ctrl-C that ends the editor ends the program with 130, and the file is gone', async () => {
  const { screen, server, temporary } = await edit('echo editing; exec sleep 20')

  await screen.press('Enter')
  await screen.shows('editing')
  expect(await readdir(temporary)).toHaveLength(1)
  await screen.press('C-c')

  expect(await screen.ends()).toEqual({ code: 130, restored: true })
  expect(server.requests).toEqual([])
  expect(await readdir(temporary)).toEqual([])
  expect(tmpdir()).not.toBe(temporary)
})
