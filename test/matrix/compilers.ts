import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hoistNothing, wrappers, writesDeclarations } from '../dist/declarations.js'
import { consumerKinds, everyEntry, typeCheck } from '../dist/typescript.js'
import type { Trial } from './row.js'
import { missing, toolFolder, toolVersion, type Workspace } from './workspace.js'

/**
 * The consumer program and an import of every entry, in every kind of project, per compiler; then declarations of
 * functions around calls, where only the package itself can be imported.
 */
export const compilerTrials = async (workspace: Workspace): Promise<Trial[]> => {
  const program = await readFile(join(workspace.consumer, 'consumer.ts'), 'utf8')
  const strict = join(workspace.folder, 'strict')
  await hoistNothing(workspace.consumer, strict)
  const trials = await Promise.all(
    ['typescript-5.4', 'typescript-5.9', 'typescript-newest'].map(async (tool) => {
      const tsc = join(toolFolder(tool), 'bin/tsc')
      const version = await toolVersion(tool)
      const common = { section: 'TypeScript', subject: 'tsc', version, unavailable: missing(tsc, tool) }
      const programs = consumerKinds.map((kind) => ({
        ...common,
        variant: kind.name,
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
      const declarations = consumerKinds
        .filter(({ importEquals }) => !importEquals)
        .map((kind) => ({
          ...common,
          variant: `${kind.name}, declarations, nothing hoisted`,
          attempt: async () => {
            for (const { entry, calls, members } of wrappers) {
              const files = { 'calls.ts': calls, ...(kind.type === 'module' && { 'members.ts': members }) }
              const { errors } = await typeCheck({
                consumer: strict,
                kind,
                files,
                tsc,
                compilerOptions: writesDeclarations,
              })
              if (errors) throw new Error(`${entry}: ${errors}`)
            }
            return 'no error'
          },
        }))
      return [...programs, ...declarations]
    }),
  )
  return trials.flat()
}
