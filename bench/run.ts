import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureGenerators } from './generators.js'
import { measureLargeApi } from './large-api.js'
import type { Figure } from './measure.js'
import { measureOneFile } from './one-file.js'
import { measureTypes } from './types.js'
import { createWorkspace, root, type Workspace } from './workspace.js'

// `npm run bench`: everything beside its peers, in one run. Writes bench/results.md when all parts were run.
//   --only=types,bundle   some parts
//   --rounds=1            fewer turns, for a first look

const argument = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3)

const rounds = Number(argument('rounds') ?? 7)
const only = argument('only')?.split(',')

/** Measured in a project that has the packed package. */
const measurements: Record<string, (workspace: Workspace) => Promise<Figure[]>> = {
  generators: (workspace) => measureGenerators(workspace, rounds),
  types: (workspace) => measureTypes(workspace, rounds),
  bundle: measureOneFile,
  large: (workspace) => measureLargeApi(workspace, rounds),
}

/** Programs of their own, which end with 1 where a bar is broken. */
const programs: Record<string, { title: string; args: string[] }> = {
  documents: { title: 'Documents of others', args: ['bench/documents.ts', '--others'] },
  cli: { title: 'Start of the command line', args: ['bench/cli.ts'] },
  soak: { title: '20,000 calls under faults', args: ['bench/soak.ts'] },
}

const isWanted = (name: string): boolean => !only || only.includes(name)

const measureAll = async (): Promise<Figure[]> => {
  const wanted = Object.entries(measurements).filter(([name]) => isWanted(name))
  if (wanted.length === 0) return []
  const temporary = await realpath(await mkdtemp(join(tmpdir(), 'epilot-bench-')))
  try {
    const workspace = await createWorkspace(temporary)
    const figures: Figure[] = []
    for (const [, measure] of wanted) {
      const found = await measure(workspace)
      console.log(table(found))
      figures.push(...found)
    }
    return figures
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

interface Outcome {
  title: string
  text: string
  code: number | null
}

const runProgram = ({ title, args }: { title: string; args: string[] }): Outcome => {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const { stdout, stderr, status } = spawnSync(process.execPath, [tsx, ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 600_000,
  })
  console.log(`\n${title}\n${stdout}${stderr}`)
  return { title, text: stdout.trim(), code: status }
}

const table = (figures: Figure[]): string =>
  figures
    .map(
      ({ section, what, figure, bar, holds }) =>
        `| ${section} | ${what} | ${figure} | ${bar && `at most ${bar}`} | ${bar && (holds ? 'kept' : '**broken**')} |`,
    )
    .join('\n')

const versionsOf = async (path: string, names: string[]): Promise<string> => {
  const { packages } = JSON.parse(await readFile(join(root, path, 'package-lock.json'), 'utf8'))
  return names.map((name) => `${name} ${packages[`node_modules/${name}`].version}`).join(', ')
}

const page = async (figures: Figure[], outcomes: Outcome[]): Promise<string> => {
  const versions = [
    await versionsOf('', ['typescript', 'openapi-typescript', 'axios', 'esbuild']),
    await versionsOf('bench', ['@hey-api/openapi-ts', '@epilot/sdk-2', '@octokit/openapi']),
    await versionsOf('bench', ['@readme/oas-examples', '@scalar/galaxy']),
  ]
  const blocks = outcomes.map(({ title, text }) => `## ${title}\n\n\`\`\`\n${text}\n\`\`\`\n`)
  return `# Results of \`npm run bench\`

${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} processors.
${versions.join(', ')}.

The programs of a comparison take turns, ${rounds} rounds after one that is not counted; a ratio is the median of those of
the rounds. Processor time is that of all threads of a program.

| | | figure | bar | |
|---|---|---|---|---|
${table(figures)}

${blocks.join('\n')}`
}

const figures = await measureAll()
const outcomes = Object.entries(programs)
  .filter(([name]) => isWanted(name))
  .map(([, program]) => runProgram(program))
if (!only)
  await writeFile(fileURLToPath(new URL('results.md', import.meta.url)), await page(figures, outcomes))
const broken = figures.filter(({ holds }) => !holds).length + outcomes.filter(({ code }) => code !== 0).length
console.log(`\n${figures.length + outcomes.length - broken} passed, ${broken} failed`)
process.exitCode = broken > 0 ? 1 : 0
