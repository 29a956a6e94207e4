import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../src/emulator/index.js'
import { runOrThrow } from '../test/dist/process.js'

// How long the command line takes from its start to its end, beside a Node that does nothing. All commands take
// turns, so that whatever else the machine does slows them alike; a ratio is the median of those of its rounds.

const rounds = Number(process.argv[2] ?? 25)
const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds the command line into a folder of its own. */
async function build(folder: string): Promise<string> {
  await runOrThrow(process.execPath, [join(root, 'node_modules/tsup/dist/cli-default.js'), '--silent'], {
    cwd: root,
    env: { EPILOT_DIST: join(folder, 'dist') },
  })
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  return join(folder, 'dist/cli/index.js')
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function measure(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const startedAt = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.resume()
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}.`)
  return Number(process.hrtime.bigint() - startedAt) / 1e6
}

const folder = await mkdtemp(join(tmpdir(), 'epilot-bench-'))
const emulator = await startEmulator()
try {
  const bin = await build(folder)
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: folder,
    EPILOT_SERVER: emulator.url,
    EPILOT_TOKEN: emulator.token,
  }
  const body =
    '{"name":"Postman Access Token","token_type":"api","assignments":["123:owner"],"expires_in":3600}'
  const commands = [
    { name: 'epilot --help', args: [bin, '--help'], bar: 1.4 },
    { name: 'listAccessTokens --json', args: [bin, 'access-token', 'listAccessTokens', '--json'], bar: 2.3 },
    { name: 'createAccessToken -d', args: [bin, 'access-token', 'createAccessToken', '-d', body], bar: 3.1 },
  ].map((command) => ({ ...command, times: [] as number[], ratios: [] as number[] }))
  const bare: number[] = []

  for (let round = -2; round < rounds; round++) {
    const own = await measure(['-e', '0'], env)
    const times: number[] = []
    for (const { args } of commands) times.push(await measure(args, env))
    // The first rounds fill the caches.
    if (round < 0) continue
    bare.push(own)
    commands.forEach((command, index) => {
      command.times.push(times[index] ?? Number.NaN)
      command.ratios.push((times[index] ?? Number.NaN) / own)
    })
  }

  console.log(`node ${process.version}, ${rounds} rounds`)
  console.log(`${'node -e 0'.padEnd(25)} ${median(bare).toFixed(1).padStart(7)} ms`)
  for (const { name, times, ratios, bar } of commands) {
    const ratio = median(ratios)
    const verdict = ratio <= bar ? 'holds' : 'is broken'
    console.log(
      `${name.padEnd(25)} ${median(times).toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)} x  (at most ${bar} x: ${verdict})`,
    )
    if (ratio > bar) process.exitCode = 1
  }
} finally {
  await emulator.close()
  await rm(folder, { recursive: true, force: true })
}
