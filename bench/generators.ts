import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atMost, type Cost, type Figure, inTurns, ratio, timeNode } from './measure.js'
import { root, type Workspace } from './workspace.js'

const peer = (name: string): string => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url))

/** How long the generators take for the 52 documents, each from the start of its process to the end. */
export const measureGenerators = async (workspace: Workspace, rounds: number): Promise<Figure[]> => {
  const { folder, cli, configs } = workspace
  const files = workspace.documents.map(({ file }) => file)
  const generate = [cli, 'generate', '--config', configs.epilot]
  const times = await inTurns(rounds, {
    ours: () => timeNode(generate, root),
    check: () => timeNode([...generate, '--check'], root),
    heyApi: () => timeNode([peer('hey-api'), join(folder, 'hey-api'), ...files], root),
    openapiTypeScript: () =>
      timeNode([peer('openapi-typescript'), join(folder, 'openapi-typescript'), ...files], root),
  })
  const compare = (what: string, bar: number, [ours, theirs]: [Cost[], Cost[]]): Figure => {
    const of = (key: keyof Cost): number =>
      ratio(
        ours.map((cost) => cost[key]),
        theirs.map((cost) => cost[key]),
      )
    const note = `processor time: ${of('processor').toPrecision(3)} x`
    return atMost(bar, of('elapsed'), { section: 'Generating 52 APIs', what, unit: 'x', note })
  }
  return [
    compare('beside @hey-api/openapi-ts', 0.9, [times.ours, times.heyApi]),
    compare('beside openapi-typescript, which writes types alone', 1.3, [
      times.ours,
      times.openapiTypeScript,
    ]),
    compare('`--check` with nothing changed, beside a full run', 0.2, [times.check, times.ours]),
  ]
}
