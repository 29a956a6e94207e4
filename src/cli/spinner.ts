import type { Terminal } from './terminal.js'

/** Calls shorter than this show nothing; in milliseconds. */
const patience = 500
const frames = ['-', '\\', '|', '/']

/** Shows on stderr that a call is under way, if it takes long and somebody watches. @returns what ends it. */
export function startSpinner({ interactive, stderr, env }: Terminal, label: string): () => void {
  // A dumb terminal can't go back to the start of a line.
  if (!interactive || env.TERM === 'dumb') return () => {}
  const startedAt = Date.now()
  let shown = 0
  const timer = setInterval(() => {
    const elapsed = Date.now() - startedAt
    if (elapsed < patience) return
    const line = `${frames[Math.floor(elapsed / 100) % frames.length]} ${label} ${(elapsed / 1000).toFixed(1)} s`
    stderr.write(`\r${line}`)
    shown = Math.max(shown, line.length)
  }, 100)
  timer.unref()
  return () => {
    clearInterval(timer)
    // Spaces instead of an escape sequence: also right where those are not wanted.
    if (shown) stderr.write(`\r${' '.repeat(shown)}\r`)
    shown = 0
  }
}
