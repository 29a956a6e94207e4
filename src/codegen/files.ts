import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DocumentError } from '../openapi/error.js'
import { HEADER } from './text.js'

export interface GeneratedFile {
  /** Relative to the output folder. */
  path: string
  text: string
}

/** Files as they are on disk; `undefined` when one is missing. */
export async function readFiles(
  folder: string,
  paths: string[],
): Promise<{ path: string; text: Buffer }[] | undefined> {
  try {
    return await Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path)) })))
  } catch {
    return undefined
  }
}

/** Paths of the files that are missing or differ. */
export async function outdated(folder: string, files: GeneratedFile[]): Promise<string[]> {
  const paths = await Promise.all(
    files.map(async ({ path, text }) => {
      const present = await readFile(join(folder, path), 'utf8').catch(() => undefined)
      return present === text ? [] : [join(folder, path)]
    }),
  )
  return paths.flat()
}

/** Files that an earlier version wrote into a folder, and that are none of its files any more. */
export async function leftOver(folder: string, paths: string[]): Promise<string[]> {
  const present = await readdir(folder).catch(() => [])
  const others = present.filter((name) => name.endsWith('.gen.ts') && !paths.includes(name))
  const files = await Promise.all(
    others.map(async (name) => {
      const path = join(folder, name)
      const text = await readFile(path, 'utf8').catch(() => '')
      // Other generators use that ending, too.
      return text.startsWith(HEADER) ? [path] : []
    }),
  )
  return files.flat()
}

/** Writes files, each whole or not at all. @throws {DocumentError} naming the folder */
export async function writeFiles(folder: string, files: GeneratedFile[]): Promise<void> {
  await Promise.all(
    files.map(async ({ path, text }) => {
      const target = join(folder, path)
      const temporary = `${target}.${process.pid}.tmp`
      try {
        await mkdir(dirname(target), { recursive: true })
        await writeFile(temporary, text)
        await rename(temporary, target)
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {})
        const message = `${path} can't be written: ${(error as Error).message}`
        throw new DocumentError([{ pointer: '', message }], folder)
      }
    }),
  )
}
