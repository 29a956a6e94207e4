import { readFile } from 'node:fs/promises'
import { load as parseYaml } from 'js-yaml'
import type { OpenAPIDocument } from '../core/types.js'
import { DocumentError } from './error.js'
import { isObject } from './json.js'
import { checkLimits } from './limits.js'

/**
 * Reads a document, JSON or YAML, from a file.
 *
 * @throws {DocumentError} when it can't be read or parsed, or is too large.
 */
export async function loadDocument(source: string): Promise<OpenAPIDocument> {
  const document = parse(await readFile(source, 'utf8'))
  checkLimits(document)
  if (!isObject(document))
    throw new DocumentError([{ pointer: '', message: 'The document is not an object.' }], source)
  return document as OpenAPIDocument
}

function parse(text: string): unknown {
  return text.trimStart().startsWith('{') ? JSON.parse(text) : parseYaml(text)
}
