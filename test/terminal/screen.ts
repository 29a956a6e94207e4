import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject, onTestFinished } from 'vitest'

const run = promisify(execFile)

/** The built bin of the installed package. */
const bin = join(inject('installed'), 'dist/cli/index.js')

/** A program in a real terminal of 100 columns and 40 lines. */
export interface Screen {
  /** Presses keys, one after the other, by tmux's names for them: `Enter`, `C-c`, `a`. */
  press(...keys: string[]): Promise<void>
  /** Types text. */
  type(text: string): Promise<void>
  /** What is on the screen, once it has this text. */
  shows(text: string | RegExp): Promise<string>
  /** Exit code, and whether the terminal is as it was, once the program has ended. */
  ends(): Promise<{ code: number; restored: boolean }>
  /** What the program wrote, byte for byte, so far. */
  raw(): Promise<string>
  /** A folder of the test's own. */
  folder: string
}

/** An `epilot` command line as a shell in the screen would run it. */
export const epilot = (line: string): string => `'${process.execPath}' '${bin}' ${line}`

/** Runs a shell line in a terminal, with no more environment than it is given. */
export async function openScreen(line: string, env: Record<string, string> = {}): Promise<Screen> {
  const folder = await mkdtemp(join(tmpdir(), 'epilot-screen-'))
  const socket = join(folder, 'tmux')
  const tmux = async (...args: string[]): Promise<string> =>
    (await run('tmux', ['-S', socket, '-f', '/dev/null', ...args])).stdout
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => {})
    await rm(folder, { recursive: true, force: true })
  })
  const variables = {
    TERM: 'tmux-256color',
    HOME: folder,
    LANG: 'C.UTF-8',
    PATH: process.env.PATH ?? '',
    ...env,
  }
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`)
  const script = join(folder, 'run.sh')
  await writeFile(
    script,
    [
      '#!/bin/bash',
      ...exports,
      `cd '${folder}'`,
      'read -r',
      'before=$(stty -g)',
      'trap : INT',
      line,
      'code=$?',
    ]
      .concat(['after=$(stty -g)', '[ "$before" = "$after" ] && same=yes || same=no'])
      .concat(['echo "[ended $code $same]"', 'sleep 60'])
      .join('\n'),
  )
  await chmod(script, 0o755)
  await tmux('new-session', '-d', '-x', '100', '-y', '40', script)
  await tmux('pipe-pane', '-o', `cat > '${join(folder, 'raw')}'`)
  // The program starts when its output is being recorded.
  await tmux('send-keys', 'Enter')

  const text = (): Promise<string> => tmux('capture-pane', '-p', '-J')
  const shows = async (wanted: string | RegExp): Promise<string> => {
    const deadline = Date.now() + 20_000
    for (;;) {
      const shown = await text()
      if (typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown)) return shown
      if (Date.now() > deadline) throw new Error(`The screen doesn't show ${wanted}:\n${shown.trimEnd()}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return {
    folder,
    shows,
    press: async (...keys) => {
      for (const key of keys) {
        await tmux('send-keys', key)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    type: async (typed) => {
      await tmux('send-keys', '-l', typed)
    },
    ends: async () => {
      const shown = await shows(/\[ended \d+ (?:yes|no)\]/)
      const [, code, same] = /\[ended (\d+) (yes|no)\]/.exec(shown) ?? []
      return { code: Number(code), restored: same === 'yes' }
    },
    raw: () => readFile(join(folder, 'raw'), 'utf8'),
  }
}
