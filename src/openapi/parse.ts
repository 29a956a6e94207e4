import { CORE_SCHEMA, load as parseYaml, Type, YAMLException } from 'js-yaml'
import { DocumentError } from './error.js'
import { type Allowance, checkLimits } from './limits.js'

/** YAML without types that JSON lacks (a date stays the text that it is), with merge keys. */
const SCHEMA = CORE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (key: unknown) => key === '<<' }),
  ],
})

/**
 * Parses JSON or YAML.
 *
 * @throws {DocumentError} when it is neither, or too large to walk through.
 */
export function parseDocument(
  text: string,
  { source, allowance }: { source: string; allowance: Allowance },
): unknown {
  const value = parse(text.replace(/^\uFEFF/, ''), source)
  try {
    checkLimits(value, allowance)
  } catch (error) {
    throw error instanceof DocumentError ? error.from(source) : error
  }
  return value
}

function parse(text: string, source: string): unknown {
  try {
    // JSON is YAML, but its own parser is many times faster.
    return /^\s*[{[]/.test(text) ? parseJson(text) : parseYaml(text, { schema: SCHEMA })
  } catch (error) {
    const reason = error instanceof YAMLException ? describe(error) : String((error as Error).message)
    throw new DocumentError([{ pointer: '', message: `It is neither JSON nor YAML: ${reason}` }], source)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    try {
      return parseYaml(text, { schema: SCHEMA })
    } catch {
      throw error
    }
  }
}

function describe({ reason, mark }: YAMLException): string {
  return mark ? `${reason} (line ${mark.line + 1}, column ${mark.column + 1})` : reason
}
