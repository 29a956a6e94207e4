import type { Context } from '../context.js'
import { shellQuote } from '../curl.js'
import { documentError } from '../definition.js'
import { usageError } from '../errors.js'
import { quote } from '../suggest.js'
import { oneLine } from '../text.js'

/** `epilot emulator`: runs until it is interrupted. */
export async function emulator(context: Context): Promise<undefined> {
  const { flags, terminal } = context
  const port = readPort(flags.port)
  const started = await (flags.definition === undefined
    ? startEmulator(port)
    : startMock(flags.definition, port))
  const { url, title, token, lines } = started
  if (flags.json) {
    terminal.print(`${JSON.stringify({ url, ...(token !== undefined && { token }) })}\n`)
    return undefined
  }
  const usage = lines.map((line) => `  ${line}`).join('\n')
  terminal.print(`${title} is at ${url} until you press Ctrl-C. In another shell:\n\n${usage}\n`)
  return undefined
}

interface Started {
  title: string
  url: string
  token?: string
  /** Commands to try. */
  lines: string[]
}

async function startEmulator(port: number | undefined): Promise<Started> {
  const { startEmulator } = await import('../../emulator/index.js')
  const { url, token } = await startEmulator(port === undefined ? {} : { port }).catch(cannotListen)
  return {
    title: 'The Access Token API',
    url,
    token,
    lines: [
      `export EPILOT_SERVER=${url}`,
      `export EPILOT_TOKEN=${token}`,
      'epilot access-token listAccessTokens',
    ],
  }
}

async function startMock(source: string, port: number | undefined): Promise<Started> {
  const { startMock } = await import('../../emulator/index.js')
  const { loadDocument } = await import('../lazy/load.js')
  try {
    const document = await loadDocument(source)
    const { url } = await startMock(port === undefined ? { document } : { document, port }).catch(
      cannotListen,
    )
    return {
      title: oneLine(document.info.title),
      url,
      lines: [`epilot --definition ${shellQuote(source)} -s ${url} --token any`],
    }
  } catch (error) {
    throw documentError(source, error)
  }
}

function cannotListen(error: Error): never {
  if (!/^Port /.test(error.message)) throw error
  throw usageError(error.message)
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw usageError(`--port takes a number from 0 to 65535; got ${quote(text)}.`)
}
