import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface GeneratedFile {
  /** Relative to the output folder. */
  path: string
  text: string
}

/** Files as they are on disk; `undefined` when one is missing. */
export async function readFiles(folder: string, paths: string[]): Promise<GeneratedFile[] | undefined> {
  const files = await Promise.all(
    paths.map(async (path) => ({
      path,
      text: await readFile(join(folder, path), 'utf8').catch(() => undefined),
    })),
  )
  const present = files.filter((file): file is GeneratedFile => file.text !== undefined)
  return present.length === paths.length ? present : undefined
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

/** Writes files, each whole or not at all. */
export async function writeFiles(folder: string, files: GeneratedFile[]): Promise<void> {
  await Promise.all(
    files.map(async ({ path, text }) => {
      const target = join(folder, path)
      const temporary = `${target}.${process.pid}.tmp`
      await mkdir(dirname(target), { recursive: true })
      try {
        await writeFile(temporary, text)
        await rename(temporary, target)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    }),
  )
}
