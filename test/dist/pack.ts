import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOrThrow } from './process.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Builds and packs the package into `folder` and gives the tarball's path. Nothing is written into the
 * working copy, so runs side by side don't disturb each other.
 */
export const packSDK = async (folder: string): Promise<string> => {
  const source = join(folder, 'source')
  await runOrThrow(process.execPath, [join(root, 'node_modules/tsup/dist/cli-default.js'), '--silent'], {
    cwd: root,
    env: { EPILOT_DIST: join(source, 'dist') },
  })
  for (const name of ['package.json', 'openapi.json', 'README.md', 'LICENSE']) {
    await cp(join(root, name), join(source, name))
  }
  await runOrThrow('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: source })
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (!tarball) throw new Error(`npm pack wrote no tarball into ${folder}.`)
  return join(folder, tarball)
}

/**
 * Makes `folder` a project that has the packed package installed as a user would install it. Packages
 * come from npm's cache as far as it has them.
 */
export const installConsumer = async (options: { folder: string; tarball: string }): Promise<string> => {
  await mkdir(options.folder, { recursive: true })
  await writeFile(join(options.folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  await runOrThrow(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', options.tarball],
    { cwd: options.folder },
  )
  return options.folder
}
