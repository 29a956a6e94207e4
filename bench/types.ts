import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runOrThrow } from '../test/dist/process.js'
import { atMost, type Figure, inTurns, median } from './measure.js'
import { compiler, type Workspace } from './workspace.js'

const CALLS = `
export const entity = await sdk.entity.getEntity({ slug: 'contact', id: '1' })
export const file = await sdk.file.getFile({ id: '1' })
export const executions = await sdk.workflow.getExecutions()
export const user = await sdk.user.getMeV2()
export const runs = await sdk.automation.getExecutions()
`

const PROGRAMS = {
  axios: "import axios from 'axios'\nexport const result = await axios.get('https://example.com')\n",
  ours: `import { sdk } from '../types/sdk.js'\nimport axios from 'axios'\nexport const result = await axios.get('https://example.com')\n${CALLS}`,
  two: `import { epilot as sdk } from '@epilot/sdk-2'\nimport axios from 'axios'\nexport const result = await axios.get('https://example.com')\n${CALLS}`,
}

/** What the compiler says about a program. */
interface TypeCost {
  lines: number
  instantiations: number
  /** In MB. */
  memory: number
}

const OPTIONS = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable'],
  strict: true,
  skipLibCheck: true,
  types: [],
}

/** What the types of a facade with all 52 APIs cost a program that calls five operations. */
export const measureTypes = async ({ folder, documents }: Workspace, rounds: number): Promise<Figure[]> => {
  const names = documents.map(({ name }) => name)
  const loaders = names.map((name) => `    ${name}: () => import('./epilot/${name}/index.gen.js'),\n`)
  const facade = `import { createSDK } from '@epilot/sdk'\n\nexport const sdk = createSDK({\n  apis: {\n${loaders.join('')}  },\n})\n`
  await writeFile(join(folder, 'sdk.ts'), facade)
  await writeProject(folder, {
    compilerOptions: { ...OPTIONS, declaration: true, emitDeclarationOnly: true, outDir: 'types' },
    files: ['sdk.ts'],
  })
  await runOrThrow(process.execPath, [compiler, '-p', folder], { cwd: folder, timeout: 300_000 })
  for (const [name, text] of Object.entries(PROGRAMS)) {
    const project = join(folder, `program-${name}`)
    await mkdir(project, { recursive: true })
    await writeFile(join(project, 'index.ts'), text)
    await writeProject(project, { compilerOptions: { ...OPTIONS, noEmit: true }, files: ['index.ts'] })
  }
  const costs = await inTurns(rounds, {
    axios: () => compile(join(folder, 'program-axios')),
    ours: () => compile(join(folder, 'program-ours')),
    two: () => compile(join(folder, 'program-two')),
  })
  const added = (program: 'ours' | 'two', key: 'lines' | 'memory'): number =>
    median(costs[program].map((cost, round) => cost[key] - (costs.axios[round]?.[key] ?? Number.NaN)))
  const section = 'Five operations of a facade of 52 APIs, types'
  const share = (what: string, bar: number, key: 'lines' | 'memory', unit: string): Figure => {
    const [ours, two] = [added('ours', key), added('two', key)]
    const note = `${Math.round(ours).toLocaleString('en-US')} of ${Math.round(two).toLocaleString('en-US')} ${unit}`
    return atMost(bar, ours / two, { section, what, unit: 'x', note })
  }
  const instantiations = (program: keyof typeof costs): number =>
    median(costs[program].map((cost) => cost.instantiations))
  return [
    atMost(100, instantiations('ours'), {
      section,
      what: 'instantiations',
      unit: '',
      note: `axios alone ${instantiations('axios')}, @epilot/sdk 2 ${instantiations('two')}`,
    }),
    share('declaration lines added, beside @epilot/sdk 2', 0.7, 'lines', 'lines'),
    share('memory added, beside @epilot/sdk 2', 0.9, 'memory', 'MB'),
  ]
}

const writeProject = (folder: string, config: object): Promise<void> =>
  writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))

const compile = async (project: string): Promise<TypeCost> => {
  const text = await runOrThrow(process.execPath, [compiler, '-p', project, '--extendedDiagnostics'], {
    cwd: project,
    timeout: 300_000,
  })
  const read = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(text)?.[1])
  return {
    lines: read('Lines of Definitions'),
    instantiations: read('Instantiations'),
    memory: read('Memory used') / 1024,
  }
}
