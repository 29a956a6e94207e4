import { createServer, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { problemResponse } from './refusal.js'

const HOST = '127.0.0.1'

type Fetch = Parameters<typeof getRequestListener>[0]

/** A server on 127.0.0.1 that has its address before it has something to serve. */
export interface LocalServer {
  url: string
  /** Has to follow in the same turn of the event loop, or a request could go unanswered. */
  serve(fetch: Fetch): void
  /** Ends open connections too. */
  close(): Promise<void>
}

export const openServer = async (port = 0): Promise<LocalServer> => {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`Port ${port} is not an integer from 0 to 65535; 0 takes any free port.`)
  const server = createServer()
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListenError(error, port)))
    server.listen(port, HOST, resolve)
  })

  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  let closed: Promise<void> | undefined
  return {
    url: `http://${HOST}:${bound}`,
    serve: (fetch) => {
      server.on('request', toListener(fetch))
    },
    close: () => {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      return closed
    },
  }
}

const toListener = (fetch: Fetch): RequestListener =>
  getRequestListener(fetch, {
    // The process's own Request and Response stay as they are.
    overrideGlobalObjects: false,
    errorHandler: () => problemResponse(400, 'The request line or the Host header is malformed.'),
  })

const explainListenError = (error: NodeJS.ErrnoException, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `Port ${port} is in use; stop what listens there or take another port (0 is any free one).`,
    )
  if (error.code === 'EACCES')
    return new Error(`Port ${port} needs privileges; take one above 1023 (0 is any free one).`)
  return error
}
