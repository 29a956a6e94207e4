import type { Context } from '../context.js'
import { usageError } from '../errors.js'
import { quote } from '../suggest.js'

/** `epilot emulator`: runs until it is interrupted. */
export async function emulator({ flags, terminal }: Context): Promise<undefined> {
  const port = readPort(flags.port)
  const { startEmulator } = await import('../../emulator/index.js')
  const started = await startEmulator(port === undefined ? {} : { port }).catch((error: unknown) => {
    throw usageError(`The emulator can't listen: ${(error as Error).message}.`, 'Choose another --port.')
  })
  if (flags.json) {
    terminal.print(`${JSON.stringify({ url: started.url, token: started.token })}\n`)
  } else {
    terminal.print(
      [
        `The Access Token API is at ${started.url} until you press Ctrl-C. In another shell:`,
        '',
        `  export EPILOT_SERVER=${started.url}`,
        `  export EPILOT_TOKEN=${started.token}`,
        '  epilot access-token listAccessTokens',
        '',
      ].join('\n'),
    )
  }
  return undefined
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw usageError(`--port takes a number from 0 to 65535; got ${quote(text)}.`)
}
