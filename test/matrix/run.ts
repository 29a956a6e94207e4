import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasChromium, launchChromium } from '../browser/chromium.js'
import { bothFormats, type CopiesOutcome, twoAxios, twoPackages } from '../dist/copies.js'
import { run } from '../dist/process.js'
import { bundlerTrials } from './bundlers.js'
import { compilerTrials } from './compilers.js'
import { introduction } from './introduction.js'
import { managerTrials } from './managers.js'
import { printPage, printTable } from './report.js'
import { type Row, rowOf, type Trial } from './row.js'
import { runtimeTrials } from './runtimes.js'
import { timingTrials } from './timing.js'
import { createWorkspace, type Workspace } from './workspace.js'

const copiesTrials = (workspace: Workspace): Trial[] => {
  const trial = (variant: string, copies: (workspace: Workspace) => Promise<CopiesOutcome>): Trial => ({
    section: 'Copies in one process',
    subject: 'Node',
    version: process.versions.node,
    variant,
    attempt: async () => {
      const outcome = await copies(workspace)
      const { calls, ...known } = outcome
      if (!Object.values(known).every(Boolean) || calls !== 2) throw new Error(JSON.stringify(outcome))
      return 'both answer, and the guards of each know the errors of the other'
    },
  })
  return [
    trial('ES modules and CommonJS', bothFormats),
    trial('two installations of @epilot/sdk', twoPackages),
    trial('two installations of axios', twoAxios),
  ]
}

/**
 * Tools are optional dependencies: npm leaves out what the registry doesn't have, and its rows say 'not run'. Where npm
 * itself fails, what is installed already is tried.
 */
const installTools = async (): Promise<void> => {
  // Not `npm ci`: it refuses the lock file where a registry lacks a binary for some other platform.
  const { code, stderr } = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    timeout: 900_000,
  })
  if (code !== 0) console.error(`Not every tool could be installed; the others are tried.\n${stderr}`)
}

/** Installs the tools, tries everything, prints the table and writes the page. Exits 1 when a trial failed. */
const main = async (): Promise<void> => {
  // `--only=bundlers` tries one part; the page is written by whole runs only.
  const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7)
  await installTools()
  const folder = await mkdtemp(join(tmpdir(), 'epilot-sdk-matrix-'))
  const browser = hasChromium() ? await launchChromium() : undefined
  try {
    const workspace = await createWorkspace(folder)
    const parts: Record<string, () => Promise<Trial[]> | Trial[]> = {
      runtimes: () => runtimeTrials(workspace, browser),
      bundlers: () => bundlerTrials(workspace, browser),
      compilers: () => compilerTrials(workspace),
      managers: () => managerTrials(workspace),
      copies: () => copiesTrials(workspace),
      timing: () => timingTrials(workspace),
    }
    const rows: Row[] = []
    for (const [name, trials] of Object.entries(parts)) {
      if (only && only !== name) continue
      for (const trial of await trials()) {
        const row = await rowOf(trial)
        rows.push(row)
        console.log(printTable([row]))
        if (row.result === 'failed') console.log(row.detail.split('\n').slice(0, 20).join('\n'))
      }
    }
    const count = (result: Row['result']): number => rows.filter((row) => row.result === result).length
    console.log(
      `\n${printTable(rows)}\n\n${count('passed')} passed, ${count('failed')} failed, ${count('known limit')} known limits, ${count('not run')} not run`,
    )
    if (!only)
      await writeFile(new URL('../../docs/compatibility.md', import.meta.url), printPage(rows, introduction))
    process.exitCode = count('failed') > 0 ? 1 : 0
  } finally {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
