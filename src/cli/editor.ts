import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CliError, ExitCode, interrupted, usageError } from './errors.js'
import { ignoreInterrupts, onEnd } from './interrupt.js'
import type { Environment } from './terminal.js'

/**
 * Has the user edit a text in `$VISUAL` or `$EDITOR`. The file is theirs alone, and gone afterwards, however the
 * program ends.
 *
 * @param template the text that somebody who wrote nothing leaves behind
 * @throws CliError when the editor fails, or leaves the template unchanged, an empty text, or no file
 */
export async function editText(
  start: string,
  { template, env }: { template: string; env: Environment },
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'epilot-'))
  const remove = onEnd(() => rmSync(folder, { recursive: true, force: true }))
  try {
    const file = join(folder, 'body.json')
    writeFileSync(file, start, { mode: 0o600, flag: 'wx' })
    await runEditor(file, env)
    if (!existsSync(file)) throw aborted('The editor removed the file')
    const text = readFileSync(file, 'utf8')
    if (text.trim() === '') throw aborted('The body is empty')
    if (text === template) throw aborted('The body was not changed')
    return text
  } finally {
    remove()
  }
}

const aborted = (reason: string): CliError =>
  new CliError(`${reason}; nothing was sent.`, { exitCode: ExitCode.failure })

async function runEditor(file: string, env: Environment): Promise<void> {
  const { spawn } = await import('node:child_process')
  const editor = editorOf(env)
  ignoreInterrupts(true)
  try {
    await new Promise<void>((resolve, reject) => {
      // As git does it: the variable may hold arguments, the file is no part of what the shell parses. An editor
      // that lives on after Ctrl-C needs a shell that does, too.
      const child = spawn('sh', ['-c', `trap : INT; ${editor} "$1"`, 'sh', file], { stdio: 'inherit' })
      child.once('error', (error) => reject(aborted(`The editor can't be started: ${error.message}`)))
      child.once('exit', (code, signal) => {
        if (code === 0) resolve()
        else if (signal === 'SIGINT' || code === 130) reject(interrupted())
        else reject(aborted(`The editor ${editor} failed (${signal ?? `exit code ${code}`})`))
      })
    })
  } finally {
    ignoreInterrupts(false)
  }
}

// As git does it: what VISUAL names needs a whole screen.
function editorOf({ TERM, VISUAL, EDITOR }: Environment): string {
  if (TERM !== 'dumb') return VISUAL || EDITOR || 'vi'
  if (EDITOR) return EDITOR
  throw usageError(
    'The terminal is dumb and EDITOR is not set, so there is no editor for the body.',
    "Pass the body with -d '{...}' or -d @file.",
  )
}
