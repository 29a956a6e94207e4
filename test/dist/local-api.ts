import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The emulator of the installed package, as tests start it. */
export interface LocalApi {
  url: string
  token: string
  close(): Promise<void>
}

interface LocalApiOptions {
  /** An answer to give instead of the emulator's own. */
  fault?: (request: {
    method: string
    url: string
  }) => { status: number; headers?: Record<string, string> } | undefined
}

/** Starts the local API that the installed package carries. */
export const startLocalApi = async (installed: string, options: LocalApiOptions = {}): Promise<LocalApi> => {
  const entry = pathToFileURL(join(installed, 'dist/emulator.js')).href
  const emulator = (await import(entry)) as { startEmulator(options: LocalApiOptions): Promise<LocalApi> }
  return emulator.startEmulator(options)
}

/** A local API for the consumer program: it answers the first list with 429. */
export const startConsumerApi = (installed: string): Promise<LocalApi> => {
  let lists = 0
  return startLocalApi(installed, {
    fault: ({ method, url }) => {
      const isList = method === 'GET' && new URL(url).pathname.endsWith('/access-tokens')
      return isList && ++lists === 1 ? { status: 429, headers: { 'retry-after': '0' } } : undefined
    },
  })
}
