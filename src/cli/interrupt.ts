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

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ends the program with 128 + signal, after the cleanups. */
export function interruptible(): void {
  process.on('exit', () => {
    for (const cleanup of [...cleanups]) cleanup()
  })
  listen()
}

/** Runs what may keep the event loop busy: signals then end the program without its help. */
export async function withDefaultSignals<T>(work: () => Promise<T>): Promise<T> {
  for (const signal of signals) process.removeAllListeners(signal)
  try {
    return await work()
  } finally {
    listen()
  }
}

function listen(): void {
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !ignoring) process.exit(128 + constants.signals[signal])
    })
  }
}
