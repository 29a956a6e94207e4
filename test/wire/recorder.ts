import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it stood on the socket. */
export interface Recorded {
  method: string
  /** Path and query, undecoded. */
  url: string
  headers: IncomingHttpHeaders
  /** Names and values in turn, as they were sent. */
  rawHeaders: string[]
  body: Buffer
}

export interface Recorder {
  url: string
  requests: Recorded[]
  /** The latest request. */
  last(): Recorded
  close(): Promise<void>
}

type Answer = (request: Recorded, response: ServerResponse, count: number) => void

const emptyList: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
}

/** Starts a server on loopback that keeps every request and answers as told, `[]` otherwise. */
export async function startRecorder(answer: Answer = emptyList): Promise<Recorder> {
  const requests: Recorded[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const recorded: Recorded = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks),
      }
      requests.push(recorded)
      answer(recorded, response, requests.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    last() {
      const request = requests.at(-1)
      if (!request) throw new Error('no request arrived')
      return request
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}
