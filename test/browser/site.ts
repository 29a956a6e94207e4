import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOrThrow } from '../dist/process.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface Site {
  origin: string
  /** Paths of all pages, such as `/guide/quick-start`. */
  pages: string[]
  close(): Promise<void>
}

/** Builds the documentation site and serves it on 127.0.0.1. */
export const startSite = async (): Promise<Site> => {
  const folder = await mkdtemp(join(tmpdir(), 'epilot-docs-'))
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js')
  await runOrThrow(process.execPath, [vitepress, 'build', 'docs', '--outDir', folder], { cwd: root })
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname))
    const file = [join(folder, path), join(folder, `${path}.html`), join(folder, path, 'index.html')].find(
      (candidate) => extname(candidate) !== '' && existsSync(candidate),
    )
    response.setHeader('content-type', types[extname(file ?? '.html')] ?? 'application/octet-stream')
    response.statusCode = file ? 200 : 404
    response.end(await readFile(file ?? join(folder, '404.html')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: await pagesIn(folder),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const pagesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.name.endsWith('.html') && entry.name !== '404.html')
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).replace(/(index)?\.html$/, '')}`)
    .sort()
}
