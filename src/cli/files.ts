import { readFileSync } from 'node:fs'
import { usageError } from './errors.js'
import { quote } from './suggest.js'

/** Where the files of forms were read from: a `File` knows no more than its name. */
const paths = new WeakMap<object, string>()

/** Path of a file that was read with `readFormFile`. */
export const pathOf = (file: object): string | undefined => paths.get(file)

/** @throws CliError naming a file that can't be read. */
export function readNamedFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EACCES: 'permission denied',
      EISDIR: 'it is a folder',
    }
    throw usageError(`${quote(path)} can't be read: ${reasons[code ?? ''] ?? code}.`)
  }
}

/** A file as a part of a form. @throws CliError naming a file that can't be read. */
export function readFormFile(path: string): File {
  const file = new File([new Uint8Array(readNamedFile(path))], path.split(/[/\\]/).at(-1) ?? path)
  paths.set(file, path)
  return file
}
