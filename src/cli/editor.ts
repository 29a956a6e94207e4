import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CliError, ExitCode, interrupted } from './errors.js'
import { ignoreInterrupts, onEnd } from './interrupt.js'
import type { Environment } from './terminal.js'

/**
 * Has the user edit a text in `$VISUAL` or `$EDITOR`. The file is theirs alone, and gone afterwards, however the
 * program ends.
 *
 * @throws CliError when the editor fails, or leaves the text unchanged or empty
 */
export async function editText(template: string, env: Environment): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'epilot-'))
  const remove = onEnd(() => rmSync(folder, { recursive: true, force: true }))
  try {
    const file = join(folder, 'body.json')
    writeFileSync(file, template, { mode: 0o600, flag: 'wx' })
    await runEditor(file, env)
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
  const editor = env.VISUAL || env.EDITOR || 'vi'
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
