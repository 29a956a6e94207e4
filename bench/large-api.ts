import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { runOrThrow } from '../test/dist/process.js'
import { atMost, type Figure, inTurns, median, unbounded } from './measure.js'
import type { Workspace } from './workspace.js'

interface Start {
  operations: number
  axios: number
  load: number
  create: number
  call: number
  bytes: number
}

/** What an API of more than 1,000 operations costs at its first call, and in memory. */
export const measureLargeApi = async ({ folder }: Workspace, rounds: number): Promise<Figure[]> => {
  const api = join(folder, 'github/github')
  for (const file of (await readdir(api)).filter((name) => name.endsWith('.ts'))) {
    const { code } = await transform(await readFile(join(api, file), 'utf8'), {
      loader: 'ts',
      target: 'es2022',
    })
    await writeFile(join(api, file.replace('.ts', '.js')), code)
  }
  const program = join(folder, 'large-api.mjs')
  await cp(fileURLToPath(new URL('peers/large-api.mjs', import.meta.url)), program)
  const start = async (): Promise<Start> =>
    JSON.parse(
      await runOrThrow(process.execPath, ['--expose-gc', program, './github/github/index.gen.js'], {
        cwd: folder,
      }),
    )
  const { starts } = await inTurns(rounds, { starts: start })
  const of = (key: keyof Start): number => median(starts.map((one) => one[key]))
  const share = (...keys: (keyof Start)[]): number =>
    median(starts.map((one) => keys.reduce((sum, key) => sum + one[key], 0) / one.axios))
  const section = `An API of ${of('operations').toLocaleString('en-US')} operations`
  const parts = (['axios', 'load', 'create', 'call'] as const).map((key) => `${key} ${of(key).toFixed(2)} ms`)
  return [
    atMost(0.06, share('create', 'call'), {
      section,
      what: "client made and its first call ready, beside `import 'axios'`",
      unit: 'x',
      note: parts.join(', '),
    }),
    unbounded(share('load', 'create', 'call'), {
      section,
      what: 'the same, and loading the SDK and the API before it',
      unit: 'x',
    }),
    atMost(1, of('bytes') / 2 ** 20, { section, what: 'memory of one more client', unit: 'MB' }),
  ]
}
