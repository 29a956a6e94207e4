import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface GeneratedFile {
  /** Relative to the output folder. */
  path: string
  text: string
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

/** Writes the files that differ. */
export async function writeFiles(folder: string, files: GeneratedFile[]): Promise<void> {
  for (const { path, text } of files) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
}
