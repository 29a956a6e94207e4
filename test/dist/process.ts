import { spawn } from 'node:child_process'

export interface RunOptions {
  cwd: string
  env?: Record<string, string>
  /** Ends the program after so many milliseconds. @default 120000 */
  timeout?: number
}

export interface Run {
  /** Exit code; `null` when a signal ended the program. */
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program to its end without a terminal and gives what it wrote. */
export const run = (command: string, args: string[], options: RunOptions): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeout ?? 120_000,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })

/** Like `run`, but a program that fails is an error with everything it wrote. */
export const runOrThrow = async (command: string, args: string[], options: RunOptions): Promise<string> => {
  const { code, stdout, stderr } = await run(command, args, options)
  if (code !== 0) {
    const line = [command, ...args].join(' ').slice(0, 300)
    throw new Error(`'${line}' ended with ${code ?? 'a signal'}:\n${stdout}\n${stderr}`)
  }
  return stdout
}
