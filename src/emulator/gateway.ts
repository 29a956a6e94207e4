import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { HttpBindings } from '@hono/node-server'
import { cors } from 'hono/cors'
import { Hono } from 'hono/tiny'
import { type FaultHook, faultResponse } from './fault.js'
import { problemResponse, Refusal } from './refusal.js'

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

export interface GatewayOptions {
  /** Answers requests in the API's place. */
  fault?: FaultHook | undefined
  /** The API has operations of this method: only preflights are answered before it. @default false */
  answersOptions?: boolean
}

/**
 * What stands before every local API: request ids, the `Host` check (a web page whose name was rebound to 127.0.0.1
 * must not reach it), CORS, injected faults, and errors as `{ status, error }`.
 */
export const createGateway = (
  handle: (request: Request) => Promise<Response>,
  { fault, answersOptions = false }: GatewayOptions = {},
) => {
  const app = new Hono<{ Bindings: HttpBindings }>()

  app.use(async (c, next) => {
    await next()
    c.header('x-request-id', randomUUID())
  })

  app.use(async (c, next) => {
    const host = c.req.header('host') ?? ''
    // An address or port may look right and be none.
    if (!LOOPBACK_HOST.test(host) || !URL.canParse(`http://${host}`))
      throw new Refusal(
        403,
        'This server answers on localhost and 127.0.0.1 only; the Host header names another.',
      )
    await next()
  })

  const share = cors({
    origin: '*',
    allowMethods: ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: ['retry-after', 'x-request-id'],
  })
  app.use((c, next) => {
    const isOperation =
      answersOptions && c.req.method === 'OPTIONS' && !c.req.header('access-control-request-method')
    return isOperation ? next() : share(c, next)
  })

  if (fault)
    app.use(async (c, next) => {
      const injected = await fault(c.req.raw)
      if (injected === undefined) return next()
      if (injected !== 'reset') return faultResponse(injected)
      c.env.incoming.socket.resetAndDestroy()
      return new Response(null)
    })

  app.all('*', (c) => handle(withBody(c.req.raw, c.env.incoming)))

  app.onError((error) =>
    error instanceof Refusal
      ? problemResponse(error.status, error.message, error.headers)
      : problemResponse(500, `Internal Server Error: ${error.message}`),
  )

  return app
}

/** No `Request` of these methods has a body, though documents have such operations, and clients send it. */
const withBody = (request: Request, incoming: HttpBindings['incoming']): Request =>
  /^(GET|HEAD)$/.test(request.method)
    ? Object.defineProperty(request, 'body', { get: () => Readable.toWeb(incoming) })
    : request
