import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as it arrived. */
export interface RecordedRequest {
  method: string
  /** Path and query, as on the wire. */
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface Answer {
  status?: number
  headers?: Record<string, string | string[]>
  body?: string | Buffer
  /** Milliseconds before the answer starts. */
  delay?: number
}

type Handler = (
  request: RecordedRequest,
  response: ServerResponse,
) => Answer | undefined | Promise<Answer | undefined>

export interface RecordingServer {
  url: string
  requests: RecordedRequest[]
}

/** A server that keeps every request, and answers `[]` unless it is told something else. */
export async function recordingServer(handler: Handler = () => ({})): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const request = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    }
    requests.push(request)
    const answer = await handler(request, response)
    if (!answer) return
    const { status = 200, headers = { 'content-type': 'application/json' }, body = '[]', delay = 0 } = answer
    setTimeout(() => response.writeHead(status, headers).end(status === 204 ? undefined : body), delay)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** A JSON answer. */
export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
