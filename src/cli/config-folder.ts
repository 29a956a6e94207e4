import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { isObject, type JsonObject } from '../openapi/json.js'
import { CliError, ExitCode } from './errors.js'
import type { Environment } from './terminal.js'

/** The files of this folder: logins and profiles. */
export type ConfigFile = 'credentials.json' | 'profiles.json'

const files: ConfigFile[] = ['credentials.json', 'profiles.json']

/** Where logins and profiles are kept: `$XDG_CONFIG_HOME/epilot`, or `~/.config/epilot`. */
function configFolder(env: Environment): string {
  const folder = findFolder(env)
  if (folder !== undefined) return folder
  throw new CliError('There is no home folder to keep logins and profiles in.', {
    exitCode: ExitCode.failure,
    next: 'Set HOME or XDG_CONFIG_HOME.',
  })
}

function findFolder(env: Environment): string | undefined {
  const base = env.XDG_CONFIG_HOME
  // The XDG specification has relative paths ignored.
  if (base && isAbsolute(base)) return join(base, 'epilot')
  const home = env.HOME || homeOfUser()
  return home === undefined ? undefined : join(home, '.config', 'epilot')
}

/** @returns the file's object, or `undefined` where there is no such file. @throws CliError for a corrupt one. */
export function readConfig(env: Environment, file: ConfigFile): JsonObject | undefined {
  const folder = findFolder(env)
  if (folder === undefined) return undefined
  const path = join(folder, file)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
    if (statSync(path).mode & 0o077) tightenIfAllowed(folder)
  } catch (error) {
    if (code(error) === 'ENOENT' || code(error) === 'ENOTDIR') return undefined
    throw new CliError(`${path} can't be read: ${reason(error)}.`, { exitCode: ExitCode.failure })
  }
  const value = parse(text)
  if (isObject(value)) return value
  throw new CliError(`${path} is corrupt: it is not a JSON object.`, {
    exitCode: ExitCode.failure,
    next: 'Repair the file, or move it away; it was left as it is.',
  })
}

interface Change {
  env: Environment
  file: ConfigFile
  /** Gets the file's object (empty where there is none); what it returns is written, `undefined` removes the file. */
  change: (value: JsonObject) => JsonObject | undefined
}

/**
 * Changes a file while no other process does: under a lock, through a temporary file, readable by its owner
 * alone. A corrupt file is left as it is.
 */
export async function changeConfig({ env, file, change }: Change): Promise<void> {
  const folder = configFolder(env)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const release = await lock(folder)
    try {
      tighten(folder)
      const value = change(readConfig(env, file) ?? {})
      const path = target(join(folder, file))
      if (value) writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`)
      else removeIfThere(path)
    } finally {
      release()
    }
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(`${join(folder, file)} can't be written: ${reason(error)}.`, {
      exitCode: ExitCode.failure,
      next: 'Check the permissions of the folder, or set XDG_CONFIG_HOME to another one.',
    })
  }
}

/** The value of an own property that is a non-empty string. */
export function stringAt(object: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

// In a container the user may be nobody: then there is nothing stored.
function homeOfUser(): string | undefined {
  try {
    return homedir()
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Files made by other programs, or under another umask, may be open to others.
function tighten(folder: string): void {
  chmodSync(folder, 0o700)
  for (const file of files) {
    try {
      chmodSync(join(folder, file), 0o600)
    } catch (error) {
      if (code(error) !== 'ENOENT') throw error
    }
  }
}

// Whoever can only read the files reads them.
function tightenIfAllowed(folder: string): void {
  try {
    tighten(folder)
  } catch {}
}

// A file that is a link, as dotfile managers make them, stays one.
function target(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  // One process writes at a time: what is there was left by one that died.
  removeIfThere(temporary)
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
    closeSync(descriptor)
    renameSync(temporary, path)
  } catch (error) {
    removeIfThere(temporary)
    throw error
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (code(error) !== 'ENOENT') throw error
  }
}

/** How long to wait for a lock, how often to look, and the age at which one is nobody's; in milliseconds. */
const patience = 10_000
const pause = 20
const maxAge = 60_000

/** Takes the folder's lock, waiting for whoever has it. @returns what gives it back. */
async function lock(folder: string): Promise<() => void> {
  const path = join(folder, '.lock')
  const deadline = Date.now() + patience
  while (!take(path)) {
    const stale = staleHolder(path)
    if (stale !== undefined) removeStale(path, stale)
    else if (Date.now() > deadline) {
      throw new CliError(`Another epilot process holds ${path}.`, {
        exitCode: ExitCode.failure,
        next: 'Wait for it to end; if there is none, remove that file.',
      })
    } else await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return () => removeIfThere(path)
}

function take(path: string): boolean {
  try {
    const descriptor = openSync(path, 'wx', 0o600)
    writeSync(descriptor, String(process.pid))
    closeSync(descriptor)
    return true
  } catch (error) {
    if (code(error) === 'EEXIST') return false
    throw error
  }
}

/** The process id in a lock whose process is gone, or which is older than any change takes. */
function staleHolder(path: string): string | undefined {
  try {
    const holder = readFileSync(path, 'utf8')
    if (Date.now() - statSync(path).mtimeMs > maxAge) return holder
    if (holder === '') return undefined
    try {
      process.kill(Number(holder), 0)
    } catch (error) {
      if (code(error) === 'ESRCH') return holder
    }
  } catch (error) {
    if (code(error) !== 'ENOENT') throw error
  }
  return undefined
}

// Moved away first: of several processes that find the same stale lock only one moves it, and one that moved
// a newer lock instead puts that back.
function removeStale(path: string, holder: string): void {
  const away = `${path}.stale.${process.pid}`
  try {
    renameSync(path, away)
    if (readFileSync(away, 'utf8') !== holder) linkSync(away, path)
  } catch (error) {
    if (code(error) !== 'ENOENT' && code(error) !== 'EEXIST') throw error
  }
  removeIfThere(away)
}

const code = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

const reason = (error: unknown): string =>
  ({ EACCES: 'permission denied', EROFS: 'the file system is read-only', EISDIR: 'it is a folder' })[
    code(error) ?? ''
  ] ?? (error instanceof Error ? error.message : String(error))
