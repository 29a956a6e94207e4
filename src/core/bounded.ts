import { type AxiosError, CanceledError, type GenericAbortSignal } from 'axios'

/** Longer delays would wrap to zero. */
const MAX_DELAY = 2 ** 31 - 1

const after = (ms: number, run: () => void) => setTimeout(run, Math.min(ms, MAX_DELAY))

interface Bounds {
  signal: GenericAbortSignal | undefined
  /** Milliseconds; 0 is no bound. */
  ms: number
  /** The error when they have passed. */
  expired: () => AxiosError
  /** Lets the signal reach what `work` gave after it settled: a stream. */
  keep: boolean
}

/** Runs `work`; rejects as soon as the signal aborts or the time has passed, and aborts `work` then. */
export const bounded = <T>(
  { signal, ms, expired, keep }: Bounds,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const controller = new AbortController()
    const stop = (error: AxiosError) => {
      reject(error)
      controller.abort()
    }
    const cancel = () => stop(new CanceledError())
    const timer = ms ? after(ms, () => stop(expired())) : undefined
    signal?.addEventListener?.('abort', cancel)
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer)
        if (!keep) signal?.removeEventListener?.('abort', cancel)
      })
  })

/** Waits; rejects as soon as the signal aborts. */
export const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = after(ms, resolve)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject()
    })
  })
