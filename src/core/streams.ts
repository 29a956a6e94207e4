import { type AxiosError, type AxiosResponse, isAxiosError } from 'axios'
import type { SentConfig } from './context.js'

type NodeStream = Pick<NodeJS.ReadableStream, 'once' | 'prependListener'>

interface Streamed {
  config: SentConfig
  /** Ends the bounds of the attempt. */
  release: () => void
}

/** Whether a body can be read only once. */
export const isStream = (data?: { pipe?: unknown; getReader?: unknown }): boolean =>
  !!(data?.pipe || data?.getReader)

/** Ends the body of an answer that nobody will read, and with it the connection. */
export const discard = (response?: AxiosResponse): void => {
  response?.data?.destroy?.()
  response?.data?.cancel?.().catch(() => {})
}

/** Keeps the bounds of an attempt until its streamed body is read, and credentials out of the body's errors. */
export const handOver = (outcome: Promise<unknown>, { config, release }: Streamed): void => {
  if (config.responseType !== 'stream') return
  /** axios puts the request, with all that it was sent with, into the errors of its streams. */
  const clean = (error: unknown) => {
    if (isAxiosError(error)) Object.assign(error as AxiosError, { config, request: undefined })
    return error
  }
  outcome.then((answer) => {
    const { data: body } = (answer ?? {}) as AxiosResponse
    if (body?.getReader) (answer as AxiosResponse).data = watched(body, { clean, release })
    else if (body?.pipe) watch(body, { clean, release })
    else release()
  }, release)
}

interface Watch {
  clean: (error: unknown) => unknown
  release: () => void
}

const watch = (body: NodeStream, { clean, release }: Watch): void => {
  body.once('close', release)
  body.prependListener('error', clean)
}

const watched = (body: ReadableStream, { clean, release }: Watch): ReadableStream => {
  const reader = body.getReader()
  return new ReadableStream({
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
}
