import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'

/** The built bin of the installed package. */
export const bin = join(inject('installed'), 'dist/cli/index.js')

export interface Options {
  /** Written to stdin, which then ends; `null` leaves the pipe open. Default: stdin is empty. */
  stdin?: string | Buffer | null
  env?: Record<string, string>
  cwd?: string
  /** Ends the program after so many milliseconds. @default 30000 */
  timeout?: number
}

export interface Result {
  /** Exit code; `null` when a signal ended the program. */
  code: number | null
  stdout: string
  stderr: string
  /** stdout as it came. */
  bytes: Buffer
}

/** A folder of the test's own, removed after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'epilot-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Starts the command line without a terminal, and with no more environment than it is given. */
export function start(args: string[], options: Options = {}): ChildProcess {
  const { env = {}, cwd = tmpdir(), stdin = '' } = options
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A program that doesn't read its stdin may be gone before it is written.
  child.stdin?.on('error', () => {})
  if (stdin !== null) child.stdin?.end(stdin)
  return child
}

/** Runs the command line to its end. */
export function epilot(args: string[], options: Options = {}): Promise<Result> {
  const child = start(args, options)
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 30_000)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      const bytes = Buffer.concat(stdout)
      resolve({ code, bytes, stdout: bytes.toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') })
    })
  })
}

/** Control characters that no output may have: escape, bell and the rest, line breaks and tabs aside. */
export const controls = /[^\P{Cc}\n\t]/u
