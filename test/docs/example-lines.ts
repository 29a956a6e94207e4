import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { samplesOf } from './samples.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A copy of the examples with what their README has readers install. */
export const installExamples = async (at: {
  consumer: string
  installed: string
  name: string
}): Promise<string> => {
  const folder = join(at.consumer, at.name)
  const modules = join(folder, 'node_modules')
  await cp(join(root, 'examples'), folder, { recursive: true })
  await mkdir(join(modules, '.bin'), { recursive: true })
  await mkdir(join(modules, '@epilot'))
  await symlink(at.installed, join(modules, '@epilot/sdk'))
  await symlink(join(at.installed, 'dist/cli/index.js'), join(modules, '.bin/epilot'))
  for (const name of ['tsx', 'esbuild', 'typescript', 'openapi-typescript'])
    await symlink(join(root, 'node_modules', name), join(modules, name))
  for (const name of ['tsx', 'esbuild'])
    await symlink(join(root, 'node_modules/.bin', name), join(modules, '.bin', name))
  return folder
}

/** The shell blocks that the examples' README has under a heading, but for those that a test can't run. */
export const linesUnder = async (heading: string): Promise<string[]> => {
  const readme = await readFile(join(root, 'examples/README.md'), 'utf8')
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`examples/README.md has no section "${heading}".`)
  return samplesOf(section, 'examples/README.md').flatMap(({ code, notRun }) =>
    notRun === undefined ? [code] : [],
  )
}

export interface StartedLines {
  /** Resolves with what was written so far, once it matches. */
  says(pattern: RegExp): Promise<string>
  stop(): Promise<void>
}

/** Starts shell lines that run until they are stopped. */
export const startLines = (
  lines: string,
  options: { cwd: string; env: Record<string, string> },
): StartedLines => {
  const env = { ...process.env, ...options.env }
  // A group of its own: a signal to the shell alone would leave its programs behind.
  const child = spawn('sh', ['-euc', lines], { cwd: options.cwd, env, detached: true })
  const ended = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      child.emit('output')
    })
  return {
    async says(pattern) {
      while (!pattern.test(output)) {
        const isOver = await Promise.race([once(child, 'output').then(() => false), ended.then(() => true)])
        if (isOver && !pattern.test(output))
          throw new Error(`The lines ended without saying ${pattern}:\n${output}`)
      }
      return output
    },
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid)
      await ended
    },
  }
}
