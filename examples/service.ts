// A service that apps call with an access token: it verifies the token and says what it may do.
import { createServer } from 'node:http'
import { createTokenVerifier, TokenError } from '@epilot/sdk/access-token/verify'

const { EPILOT_SERVER, PORT = '3000' } = process.env
const verify = createTokenVerifier(EPILOT_SERVER ? { server: EPILOT_SERVER } : {})

createServer(async (request, response) => {
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
  try {
    const { token_id, assignments = [] } = await verify(token)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ token_id, assignments }))
  } catch (error) {
    const noKeys = error instanceof TokenError && error.code === 'keys-unavailable'
    response.writeHead(noKeys ? 503 : 401).end()
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`Listening on port ${PORT}`))
