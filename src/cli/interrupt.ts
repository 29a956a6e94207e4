import { constants } from 'node:os'

const cleanups = new Set<() => void>()

/** Runs when the program ends, however it ends. @returns what runs it now instead. */
export function onEnd(cleanup: () => void): () => void {
  const once = (): void => {
    if (cleanups.delete(once)) cleanup()
  }
  cleanups.add(once)
  return once
}

let ignoring = false

/** While an editor has the terminal, Ctrl-C is the editor's. */
export function ignoreInterrupts(ignore: boolean): void {
  ignoring = ignore
}

/** Ends the program with 128 + signal, after the cleanups. */
export function interruptible(): void {
  process.on('exit', () => {
    for (const cleanup of [...cleanups]) cleanup()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !ignoring) process.exit(128 + constants.signals[signal])
    })
  }
}
