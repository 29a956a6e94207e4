import { type AxiosResponse, isAxiosError } from 'axios'
import type { SentConfig } from './context.js'

type NodeStream = Pick<NodeJS.ReadableStream, 'once' | 'prependListener'> & {
  destroy: (reason: unknown) => void
}

interface Streamed {
  config: SentConfig
  /** Ends the bounds of the attempt. */
  release: () => void
  /** Aborted when the attempt has to end. */
  controller: Pick<AbortController, 'signal'>
}

/** Whether a body can be read only once. */
export const isStream = (data?: { pipe?: unknown; getReader?: unknown }): boolean =>
  !!(data?.pipe || data?.getReader)

/** Ends the body of an answer that nobody will read, and with it the connection. */
export const discard = (response?: AxiosResponse): void => {
  response?.data?.destroy?.()
  response?.data?.cancel?.().catch(() => {})
}

/**
 * Keeps the bounds of an attempt until its streamed body is read, that of a failure too, and credentials out of what
 * consoles print of the body and of its errors.
 */
export const handOver = (outcome: Promise<unknown>, { config, release, controller }: Streamed): void => {
  if (config.responseType !== 'stream') return
  /** Returns what ends the body. */
  const hold = (answer?: AxiosResponse): ((reason: unknown) => void) => {
    const body = answer?.data
    if (answer && body?.getReader) {
      const { stream, end } = watched(body, { clean, release })
      answer.data = stream
      return end
    }
    if (body?.pipe) return watch(body, { clean, release })
    release()
    return () => {}
  }
  /** axios puts the request, with all that it was sent with, into the errors of its streams. */
  const clean = (error: unknown) => {
    if (!isAxiosError(error)) return error
    const { name, message, code } = error
    const hidden = {
      config,
      request: undefined,
      response: undefined,
      toJSON: () => ({ name, message, code }),
    }
    for (const [key, value] of Object.entries(hidden)) {
      Object.defineProperty(error, key, { get: () => value, enumerable: false })
    }
    return error
  }
  outcome.then(
    (answer) => hold(answer as AxiosResponse | undefined),
    (error) => {
      // To an adapter that rejects, the attempt is over.
      const end = hold(error?.response)
      const { signal } = controller
      signal.addEventListener('abort', (event) => end(signal.reason ?? event))
    },
  )
}

interface Watch {
  clean: (error: unknown) => unknown
  release: () => void
}

const watch = (body: NodeStream, { clean, release }: Watch): ((reason: unknown) => void) => {
  body.once('close', release)
  body.prependListener('error', clean)
  // Node's has the request, whose raw header it prints.
  Object.defineProperty(body, Symbol.for('nodejs.util.inspect.custom'), { value: () => '[body]' })
  return (reason) => body.destroy(reason)
}

const watched = (body: ReadableStream, { clean, release }: Watch) => {
  const reader = body.getReader()
  let end = (_reason: unknown) => {}
  const stream = new ReadableStream({
    start(controller) {
      end = (reason) => {
        controller.error(reason)
        reader.cancel().catch(() => {})
      }
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        release()
        controller.close()
      } catch (error) {
        release()
        throw clean(error)
      }
    },
    cancel(reason) {
      release()
      return reader.cancel(reason)
    },
  })
  return { stream, end }
}
