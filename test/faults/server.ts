import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request that reached the server, as it stood on the socket. */
export interface SeenRequest {
  method: string
  /** Path and query, without the prefix that names the call. */
  path: string
  headers: IncomingMessage['headers']
  /** Names and values in turn, as they were sent. */
  rawHeaders: string[]
  body: Buffer
}

/** What a fault is given to answer with. */
export interface Exchange {
  method: string
  /** Number of this request within its call, from 1. */
  attempt: number
  request: IncomingMessage
  response: ServerResponse
  socket: Socket
  /** Base URL of this call on this server, and of the same call on another origin. */
  here: string
  elsewhere: string
}

/** How a server misbehaves: called once per request, with the body already read. */
export type Respond = (exchange: Exchange) => void

/** One call under test: a base URL of its own, and all that arrived there. */
export interface Armed {
  url: string
  seen: SeenRequest[]
  /** Requests that arrived at the other origin. */
  strays: SeenRequest[]
}

export interface FaultServer {
  arm(respond: Respond): Armed
  /** Sockets that are open now, on both origins. */
  openSockets(): number
  close(): Promise<void>
}

/** A call under test on a server of the test's own. */
export const armFor = async (respond: Respond): Promise<Armed> => {
  const server = await startFaultServer()
  onTestFinished(server.close)
  return server.arm(respond)
}

/**
 * Starts a server that misbehaves as told, and a second origin that redirects may point to. Calls
 * are told apart by the first segment of their path, so that many can run at once.
 */
export async function startFaultServer(): Promise<FaultServer> {
  const calls = new Map<string, { respond: Respond; armed: Armed }>()
  const sockets = new Set<Socket>()
  let count = 0

  const listen = async (onRequest: (request: IncomingMessage, response: ServerResponse) => void) => {
    // The server's own limits are off: a fault must come from the catalogue and from nowhere else.
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 1_000 }, onRequest)
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  }

  const receive = (request: IncomingMessage, record: (armed: Armed) => SeenRequest[]) => {
    const [, id = '', path = ''] = /^\/([^/?]*)(.*)$/.exec(request.url ?? '') ?? []
    const call = calls.get(id)
    if (!call) return undefined
    const seen: SeenRequest = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      body: Buffer.alloc(0),
    }
    record(call.armed).push(seen)
    return { id, call, seen }
  }

  const other = await listen((request, response) => {
    const received = receive(request, (armed) => armed.strays)
    response.writeHead(received ? 200 : 404, { 'content-type': 'application/json' }).end('[]')
  })

  const main = await listen((request, response) => {
    const received = receive(request, (armed) => armed.seen)
    if (!received) return void response.writeHead(404).end()
    const { id, call, seen } = received
    const attempt = call.armed.seen.length
    const chunks: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.body = Buffer.concat(chunks)
      call.respond({
        method: seen.method,
        attempt,
        request,
        response,
        socket: request.socket,
        here: `${main.origin}/${id}`,
        elsewhere: `${other.origin}/${id}`,
      })
    })
  })

  return {
    arm(respond) {
      count += 1
      const id = `call-${count}`
      const armed: Armed = { url: `${main.origin}/${id}`, seen: [], strays: [] }
      calls.set(id, { respond, armed })
      return armed
    },
    openSockets: () => sockets.size,
    async close() {
      await Promise.all(
        [main.server, other.server].map((server) => {
          const closed = new Promise<void>((resolve) => server.close(() => resolve()))
          server.closeAllConnections()
          return closed
        }),
      )
    },
  }
}

/** Base URL of a port where nothing listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
