import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import type { Options } from 'tsup'

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Writes `licenses.txt` beside the build: the licences of all packages that are bundled into it, which they ask for.
 * Builds that share `packages` write it together.
 */
export const licenses = (dist: string): EsbuildPlugin => {
  const packages = new Set<string>()
  let writing = Promise.resolve()
  const write = async (): Promise<void> => {
    const texts = await Promise.all([...packages].sort().map(licenseOf))
    await mkdir(dist, { recursive: true })
    await writeFile(`${dist}/licenses.txt`, texts.join('\n'))
  }
  return {
    name: 'licenses',
    setup: (build) => {
      build.initialOptions.metafile = true
      build.onEnd(async ({ metafile }) => {
        for (const { inputs } of Object.values(metafile?.outputs ?? {})) {
          for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
            const [folder] = /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []
            if (folder && bytesInOutput > 0) packages.add(folder)
          }
        }
        writing = writing.then(write)
        await writing
      })
    },
  }
}

const licenseOf = async (folder: string): Promise<string> => {
  const { name, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? await readFile(`${folder}/${file}`, 'utf8') : `Licence: ${license}`
  return `${name}\n${'-'.repeat(name.length)}\n${text.trim()}\n`
}
