import type { GenerateResult } from '../../codegen/index.js'
import type { Context } from '../context.js'
import { documentError } from '../definition.js'
import { CliError, ExitCode, usageError } from '../errors.js'
import { describeCommandLine } from '../reference.js'

const configFile = 'epilot.config.json'

/** `epilot generate`: one API from a document, or all that a configuration lists. */
export async function generate(context: Context): Promise<number> {
  const { operands, flags, terminal } = context
  const result = await write(context).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'PeerError') throw usageError(error.message)
    throw documentError(operands[0] ?? flags.config ?? configFile, error)
  })
  for (const { source, pointer, message } of result.warnings) {
    terminal.say(`Warning: ${source} ${pointer || '/'}: ${message}`)
  }
  if (flags.json) {
    const { files, differences, warnings } = result
    terminal.print(`${JSON.stringify({ files, differences, warnings })}\n`)
  }
  if (result.differences.length > 0) {
    throw new CliError('The generated files are not what the documents say.', {
      exitCode: ExitCode.failure,
      problems: result.differences.map((file) => `${file} is missing or differs`),
      next: 'Run `epilot generate` without --check.',
    })
  }
  if (!flags.json) {
    terminal.say(
      flags.check ? `${result.files.length} files are up to date.` : `Wrote ${result.files.join(', ')}.`,
    )
  }
  return ExitCode.ok
}

async function write({ operands: [source], flags }: Context): Promise<GenerateResult> {
  const { name, out, config, check = false } = flags
  const docs = flags.docs && { docs: { out: flags.docs, commandLine: describeCommandLine() } }
  const { generateApi, generateFromConfig } = await import('../lazy/generate.js')
  if (source === undefined) {
    if (name !== undefined || out !== undefined) {
      throw usageError(
        '--name and --out belong to a document.',
        'Name it: `epilot generate <file|URL> --name entity --out folder`.',
      )
    }
    return generateFromConfig(config ?? configFile, { check, ...docs })
  }
  if (config !== undefined)
    throw usageError('A document and --config exclude each other.', 'Give one of them.')
  if (name === undefined || out === undefined) {
    throw usageError(
      `${name === undefined ? '--name' : '--out'} is missing.`,
      `For example: epilot generate ${source} --name entity --out src/epilot/entity`,
    )
  }
  return generateApi({ source, name, out, check, ...docs })
}
