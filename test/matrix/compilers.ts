import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { consumerKinds, everyEntry, typeCheck } from '../dist/typescript.js'
import type { Trial } from './row.js'
import { missing, toolFolder, toolVersion, type Workspace } from './workspace.js'

/** The consumer program and an import of every entry, in every kind of project, per compiler. */
export const compilerTrials = async (workspace: Workspace): Promise<Trial[]> => {
  const program = await readFile(join(workspace.consumer, 'consumer.ts'), 'utf8')
  const trials = await Promise.all(
    ['typescript-5.4', 'typescript-5.9', 'typescript-newest'].map(async (tool) => {
      const tsc = join(toolFolder(tool), 'bin/tsc')
      const version = await toolVersion(tool)
      return consumerKinds.map((kind) => ({
        section: 'TypeScript',
        subject: 'tsc',
        version,
        variant: kind.name,
        unavailable: missing(tsc, tool),
        attempt: async () => {
          const files = { 'consumer.ts': program, 'entries.ts': everyEntry }
          const { errors } = await typeCheck({
            consumer: workspace.consumer,
            kind,
            files,
            tsc,
          })
          if (errors) throw new Error(errors)
          return 'no error'
        },
      }))
    }),
  )
  return trials.flat()
}
