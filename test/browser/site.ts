import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, extname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printDocs } from '../../src/codegen/docs/index.js'
import { type GeneratedFile, writeFiles } from '../../src/codegen/files.js'
import { flattenDocument } from '../../src/openapi/flatten.js'
import { loadDocument } from '../../src/openapi/load.js'
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
  /** What the build said. */
  output: string
  close(): Promise<void>
}

/** Documents whose pages are put beside the site's own: everything that holds for those holds for any API's. */
const OTHERS = ['features', 'prose']

/** Builds the documentation site, with the pages of other documents in it, and serves it on 127.0.0.1. */
export const startSite = async (): Promise<Site> => {
  const project = await mkdtemp(join(tmpdir(), 'epilot-docs-'))
  const docs = join(project, 'docs')
  const folder = join(project, 'dist')
  const isSource = (path: string): boolean => !['cache', 'dist'].includes(basename(path))
  await cp(join(root, 'docs'), docs, { recursive: true, filter: isSource })
  for (const name of ['src', 'node_modules', 'package.json'])
    await symlink(join(root, name), join(project, name))
  for (const name of OTHERS) await writeFiles(docs, await pagesOf(name))
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js')
  const output = await runOrThrow(process.execPath, [vitepress, 'build', 'docs', '--outDir', folder], {
    cwd: project,
  })
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname))
    const file = [join(folder, path), join(folder, `${path}.html`), join(folder, path, 'index.html')].find(
      (candidate) => extname(candidate) !== '' && existsSync(candidate),
    )
    response.setHeader('content-type', types[extname(file ?? '404.html')] ?? 'application/octet-stream')
    response.statusCode = file ? 200 : 404
    response.end(await readFile(file ?? join(folder, '404.html')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: await pagesIn(folder),
    output,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(project, { recursive: true, force: true })
    },
  }
}

const pagesOf = async (name: string): Promise<GeneratedFile[]> => {
  const model = flattenDocument(await loadDocument(join(root, `test/fixtures/${name}.yaml`)))
  return printDocs(model, {
    name,
    file: name,
    entry: `./${name}/index.gen.js`,
    command: `epilot ${name}`,
    commandLine: { flags: [], environment: [], exitCodes: [] },
  })
}

const pagesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.name.endsWith('.html') && entry.name !== '404.html')
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).replace(/(index)?\.html$/, '')}`)
    .sort()
}
