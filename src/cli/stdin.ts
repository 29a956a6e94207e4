import type { Terminal } from './terminal.js'

/** Standard input to its end, however long that takes. */
export async function readStdin({ stdin }: Terminal): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
