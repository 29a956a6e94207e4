// Answers every request with a short list, from a process of its own.
import { createServer } from 'node:http'

const body = JSON.stringify([
  { id: 'api_5ZugdRXasLfWBypHi93Fk', name: 'Postman Access Token', created_at: '1970-01-01T00:00:00.000Z' },
])
const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))
process.on('disconnect', () => process.exit(0))
