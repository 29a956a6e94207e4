import { fork } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { runOrThrow } from '../dist/process.js'
import { held, type Trial } from './row.js'
import { missing, toolFolder, type Workspace } from './workspace.js'

const section = 'Times, in one run'
const node = { section, subject: 'Node', version: process.versions.node }

/** Bars that compare times: each pair is measured in turns, in one run, and medians are compared. */
export const timingTrials = (workspace: Workspace): Trial[] => [
  {
    ...node,
    variant: "import '@epilot/sdk' over import 'axios'",
    attempt: () => importBar(workspace, '@epilot/sdk', 0.1),
  },
  {
    ...node,
    variant: "import '@epilot/sdk/access-token' over import 'axios'",
    attempt: () => importBar(workspace, '@epilot/sdk/access-token', 1.05),
  },
  {
    ...node,
    variant: 'bundled handler, start to first answer, over @epilot/sdk 2.20.31',
    unavailable: missing(toolFolder('@epilot/sdk-2'), '@epilot/sdk 2.20.31'),
    attempt: () => handlerBar(workspace),
  },
  { ...node, variant: 'a call over bare axios', attempt: () => callBar(workspace) },
]

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

/** Runs the programs in turns, each in a fresh process that prints milliseconds; gives the medians. */
const inTurns = async (options: {
  cwd: string
  programs: string[]
  turns: number
  env?: Record<string, string>
}): Promise<number[]> => {
  const times = options.programs.map((): number[] => [])
  for (let turn = 0; turn < options.turns; turn++) {
    for (const [index, program] of options.programs.entries()) {
      const output = await runOrThrow(process.execPath, [program], {
        cwd: options.cwd,
        env: options.env ?? {},
      })
      // The first turn fills the file system's cache.
      if (turn > 0) times[index]?.push(Number(output))
    }
  }
  return times.map(median)
}

const importBar = async (workspace: Workspace, entry: string, limit: number): Promise<string> => {
  const programs = await Promise.all(
    [entry, 'axios'].map(async (specifier) => {
      const name = `import-${specifier.replaceAll(/\W/g, '-')}.mjs`
      const text = `const start = performance.now()\nawait import('${specifier}')\nconsole.log(performance.now() - start)\n`
      await writeFile(join(workspace.consumer, name), text)
      return name
    }),
  )
  const [ours = Number.NaN, axios = Number.NaN] = await inTurns({
    cwd: workspace.consumer,
    programs,
    turns: 31,
  })
  const figure = `${(ours / axios).toFixed(2)} x (at most ${limit}); ${ours.toFixed(1)} ms, axios ${axios.toFixed(1)} ms`
  return held(ours / axios <= limit, figure)
}

const handler = (
  sdk: string,
  connect: string,
): string => `import { authorize, getClient } from '${sdk}/access-token'
export const handle = async () => {
  const client = ${connect}
  const { data } = await client.listAccessTokens()
  return { statusCode: 200, body: JSON.stringify(data) }
}
handle().then(({ body }) => { if (!body.includes('api_')) process.exit(1); console.log(performance.now()); process.exit(0) })
`

const handlerBar = async (workspace: Workspace): Promise<string> => {
  const connect = `authorize(getClient(), () => 'token'); client.defaults.baseURL = process.env.LOCAL_API`
  const programs = await Promise.all(
    [
      { name: 'ours', sdk: '@epilot/sdk', resolveDir: workspace.consumer },
      { name: 'theirs', sdk: '@epilot/sdk-2', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    ].map(async ({ name, sdk, resolveDir }) => {
      const outfile = join(workspace.folder, `handler-${name}.cjs`)
      const stdin = { contents: handler(sdk, connect), resolveDir }
      await build({
        stdin,
        outfile,
        bundle: true,
        minify: true,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        logLevel: 'error',
      })
      return outfile
    }),
  )
  return withServer(async (server) => {
    const [ours = Number.NaN, theirs = Number.NaN] = await inTurns({
      cwd: workspace.folder,
      programs,
      turns: 31,
      env: { LOCAL_API: server },
    })
    const figure = `${(ours / theirs).toFixed(2)} x (at most 0.7); ${ours.toFixed(1)} ms, theirs ${theirs.toFixed(1)} ms`
    return held(ours / theirs <= 0.7, figure)
  })
}

const callBar = async (workspace: Workspace): Promise<string> => {
  const program = join(workspace.consumer, 'calls.mjs')
  await cp(new URL('timing/calls.mjs', import.meta.url), program)
  const output = await withServer((server) =>
    runOrThrow(process.execPath, [program], {
      cwd: workspace.consumer,
      env: { LOCAL_API: server },
      timeout: 300_000,
    }),
  )
  const times = JSON.parse(output) as Record<string, number>
  const over = (name: string): number => (times[name] ?? Number.NaN) / (times.axios ?? Number.NaN)
  const figures = Object.keys(times).map(
    (name) => `${name} ${over(name).toFixed(2)} x (${times[name]?.toFixed(0)} µs)`,
  )
  return held(
    over('client') <= 1 && over('facade') <= 1.05,
    `${figures.join(', ')}; at most: client 1.00, facade 1.05`,
  )
}

/** A server in a process of its own, while `use` runs. */
const withServer = async <T>(use: (url: string) => Promise<T>): Promise<T> => {
  const child = fork(fileURLToPath(new URL('timing/server.mjs', import.meta.url)), { execArgv: [] })
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message)))
      child.once('error', reject)
    })
    return await use(`http://127.0.0.1:${port}`)
  } finally {
    child.disconnect()
  }
}
