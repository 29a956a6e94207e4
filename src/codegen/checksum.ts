import { createHash } from 'node:crypto'
import type { OpenAPIDocument } from '../core/types.js'
import type { GeneratedFile } from './files.js'

const LINE = /^\/\/ Checksum: [0-9a-f]+\n/m

export interface ChecksumInput {
  document: OpenAPIDocument
  /** Everything else that decides about the files: name, version of the generator, import paths. */
  options: Record<string, string>
  files: (Omit<GeneratedFile, 'text'> & { text: string | Buffer })[]
}

/** Checksum of what went into the files, and of their bytes, its own line excepted. */
function checksum({ document, options, files }: ChecksumInput): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([options, document]))
  for (const [index, { path, text }] of files.entries()) {
    hash.update(`\0${path}\0`).update(index === 0 ? String(text).replace(LINE, '') : text)
  }
  return hash.digest('hex')
}

/** The first file, with the checksum of all in its second line. */
export function stamp(input: ChecksumInput & { files: GeneratedFile[] }): GeneratedFile[] {
  const [first, ...rest] = input.files
  if (!first) return []
  const at = first.text.indexOf('\n') + 1
  const text = `${first.text.slice(0, at)}// Checksum: ${checksum(input)}\n${first.text.slice(at)}`
  return [{ ...first, text }, ...rest]
}

/** Whether files on disk are what they were written as, from this document with these options. */
export function isIntact(input: ChecksumInput): boolean {
  return input.files[0]?.text.includes(`// Checksum: ${checksum(input)}\n`) === true
}
