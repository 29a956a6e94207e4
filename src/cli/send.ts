import type { RequestConfig } from '../core/types.js'
import type { Answer } from './answer.js'
import type { ReadyCall } from './call.js'
import { isAuthenticated, schemeCredentials } from './credentials.js'
import { curlLine } from './curl.js'
import { CliError, usageError } from './errors.js'
import { callFailure } from './failure.js'
import { startSpinner } from './spinner.js'
import { oneLine, stripControls } from './text.js'
import { dryAdapter, tracingAdapter } from './trace.js'

/** Sends a call through the request core. @throws CliError when it fails. */
export async function send(call: ReadyCall): Promise<Answer> {
  const { context, api, operation, server, token, secrets } = call
  const { flags, terminal } = context
  const { axios, getAdapter } = await import('./lazy/wire.js')
  const adapter = tracingAdapter({
    getAdapter,
    axios,
    terminal,
    verbose: flags.verbose === true,
    include: flags.include === true,
    secrets: () => secrets,
  })
  // Lines of a trace would run into it.
  const stop = flags.verbose || flags.include ? () => {} : startSpinner(terminal, operation.id)
  try {
    const { status, headers, data } = await dispatch(call, { adapter })
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(String(data ?? ''))
    return { status, contentType: String(headers['content-type'] ?? ''), bytes }
  } catch (error) {
    if (error instanceof CliError) throw error
    throw callFailure({
      error,
      operation: operation.id,
      command: `${api.command} ${operation.id}`,
      host: new URL(server.url).host,
      token,
      secrets,
    })
  } finally {
    stop()
  }
}

/** Prints the request that would be sent, as a curl line with secrets masked. */
export async function printCurl(call: ReadyCall): Promise<void> {
  const { context, request, operation, token, profileHeaders, secrets } = call
  const { terminal } = context
  const { axios } = await import('./lazy/wire.js')
  const adapter = dryAdapter(axios, (sent) => {
    const line = curlLine(sent, { secrets, ...(request.body && { origin: request.body.origin }) })
    terminal.print(`${terminal.isTTY ? stripControls(line) : line}\n`)
  })
  await dispatch(call, { adapter })
  const needsToken =
    operation.security.length > 0 &&
    operation.security.every((alternative) => alternative.length > 0) &&
    !token &&
    !isAuthenticated(call, { ...profileHeaders, ...request.headers })
  terminal.say(`Nothing was sent.${needsToken ? ' The call would need a token; none was found.' : ''}`)
}

async function dispatch(call: ReadyCall, { adapter }: Pick<RequestConfig, 'adapter'>) {
  const { api, operation, request, server, token, timeout, profileHeaders } = call
  const { authorize } = await import('./lazy/wire.js')
  const { create } = await api.client()
  const client = create({
    server: server.url,
    headers: profileHeaders,
    ...(timeout !== undefined && { timeout, retry: { deadline: timeout } }),
  })
  if (token) authorize(client, schemeCredentials(api.model, token.token))
  const { paths } = client as unknown as {
    paths: Record<string, Record<string, (...args: unknown[]) => Promise<import('axios').AxiosResponse>>>
  }
  const method = paths[operation.path]?.[operation.method]
  if (!method) throw new Error(`${operation.id} is not part of the client.`)
  const { body } = request
  const config: RequestConfig = {
    ...(adapter && { adapter }),
    responseType: 'arraybuffer',
    maxBodyLength: Number.POSITIVE_INFINITY,
    headers: {
      ...request.headers,
      ...(body && Buffer.isBuffer(body.data) && { 'content-type': body.contentType }),
    },
  }
  return method(request.values, body?.data, config).catch((error: unknown) => {
    // Whatever fails after sending is an axios error.
    throw error instanceof TypeError ? usageError(`${oneLine(error.message)}.`, 'Nothing was sent.') : error
  })
}
