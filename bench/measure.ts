import { spawn } from 'node:child_process'

/** One line of the results. */
export interface Figure {
  section: string
  what: string
  figure: string
  /** Empty where there is none. */
  bar: string
  holds: boolean
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

interface Description {
  section: string
  what: string
  unit: string
  note?: string
}

/** A figure that may not exceed its bar. */
export const atMost = (bar: number, value: number, description: Description): Figure => ({
  ...unbounded(value, description),
  bar: `${bar} ${description.unit}`.trim(),
  holds: value <= bar,
})

/** A figure that is told only. */
export const unbounded = (value: number, { section, what, unit, note }: Description): Figure => {
  const number = Number.isInteger(value) ? `${value}` : value.toPrecision(3)
  const figure = `${number} ${unit}`.trim()
  return { section, what, figure: note ? `${figure} (${note})` : figure, bar: '', holds: true }
}

/** What a process took, in milliseconds. */
export interface Cost {
  elapsed: number
  /** Of all threads; a busy machine hardly changes it. */
  processor: number
}

/** Has a Node process say how much processor time it took. */
const REPORT =
  "data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('processor '+(user+system)/1000)})"

/** Runs a Node program to its end. */
export const timeNode = async (args: string[], cwd: string): Promise<Cost> => {
  const begin = performance.now()
  const child = spawn(process.execPath, ['--import', REPORT, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 300_000,
  })
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  const elapsed = performance.now() - begin
  if (code !== 0) throw new Error(`node ${args.join(' ').slice(0, 200)} ended with ${code}:\n${text}`)
  return { elapsed, processor: Number(/processor ([\d.]+)/.exec(text)?.[1]) }
}

/** Lets programs take turns, so that whatever else the machine does slows them alike. The first round is not counted. */
export const inTurns = async <Name extends string, Result>(
  rounds: number,
  programs: Record<Name, () => Promise<Result>>,
): Promise<Record<Name, Result[]>> => {
  const names = Object.keys(programs) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const result = await programs[name]()
      if (round >= 0) results[name].push(result)
    }
  }
  return results
}

/** Median of the ratios of the rounds. */
export const ratio = (ours: number[], theirs: number[]): number =>
  median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
