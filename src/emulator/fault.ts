/** What a fault hook sees of a request; the body isn't read yet. */
export type FaultRequest = Pick<Request, 'method' | 'url' | 'headers'>

/**
 * What to do with a request instead of handling it: `'reset'` destroys the connection without an answer, anything else
 * is the answer. A `body` that isn't a string is sent as JSON.
 */
export type Fault =
  | 'reset'
  | Response
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | undefined

/**
 * Called with each request but CORS preflights; `undefined` lets the request through. To delay one, resolve later.
 *
 * @example
 * ```ts
 * let calls = 0
 * const emulator = await startEmulator({
 *   fault: () => (++calls === 1 ? { status: 429, headers: { 'retry-after': '1' } } : undefined),
 * })
 * await emulator.close()
 * ```
 */
export type FaultHook = (request: FaultRequest) => Fault | Promise<Fault>

export const faultResponse = (fault: Exclude<Fault, 'reset' | undefined>): Response => {
  // A hook may give the same Response again; a body can be read only once.
  if (fault instanceof Response) return fault.clone()
  const { status, headers = {}, body } = fault
  if (body === undefined) return new Response(null, { status, headers })
  if (typeof body === 'string') return new Response(body, { status, headers })
  return Response.json(body, { status, headers })
}
