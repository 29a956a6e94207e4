import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DocumentError } from '../openapi/error.js'
import { isObject } from '../openapi/json.js'
import type { Problem } from '../openapi/model.js'
import { pointer } from '../openapi/pointer.js'
import { isUrl } from '../openapi/read.js'

/** One API of a configuration, its paths resolved from the configuration's folder. */
export interface ConfiguredApi {
  name: string
  /** File or URL of its document. */
  source: string
  out: string
}

/** Members of an SDK: an API of that name would hide one. */
const SDK_MEMBERS = [
  ...['authorize', 'headers', 'interceptors', 'largeResponse', 'openapi', 'retry', 'server'],
  ...['catch', 'constructor', 'finally', 'prototype', 'then', 'toJSON'],
]

/** Why an API can't have a name; `undefined` when it can. */
export function nameProblem(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) {
    return `An API's name is a letter, then letters and digits, such as "entity"; not ${JSON.stringify(name)}.`
  }
  if (SDK_MEMBERS.includes(name))
    return `An SDK has a member "${name}" of its own; give the API another name.`
  return undefined
}

/**
 * Reads `epilot.config.json`: `{ "out": "src/epilot", "apis": { "entity": "entity.yaml" } }`.
 *
 * @throws {DocumentError} naming every mistake in it.
 */
export async function readConfig(path: string): Promise<ConfiguredApi[]> {
  const config = await readJson(path)
  const problems: Problem[] = []
  const { out, apis } = isObject(config) ? config : {}
  if (typeof out !== 'string' || out === '')
    problems.push({ pointer: '/out', message: 'has to name the folder to write to.' })
  if (!isObject(apis) || Object.keys(apis).length === 0) {
    problems.push({ pointer: '/apis', message: 'has to map a name to a document, for at least one API.' })
  }
  const folder = dirname(resolve(path))
  const list = Object.entries(isObject(apis) ? apis : {}).flatMap(([name, source]) => {
    const at = pointer('/apis', name)
    const problem = nameProblem(name)
    if (problem) problems.push({ pointer: at, message: problem })
    if (typeof source !== 'string' || source === '') {
      problems.push({ pointer: at, message: 'has to be the file or URL of an OpenAPI document.' })
      return []
    }
    return [
      {
        name,
        source: isUrl(source) ? source : resolve(folder, source),
        out: resolve(folder, String(out), name),
      },
    ]
  })
  if (problems.length > 0) throw new DocumentError(problems, path)
  return list
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new DocumentError([{ pointer: '', message: `It can't be read: ${(error as Error).message}` }], path)
  }
}
