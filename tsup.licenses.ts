import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import type { Options } from 'tsup'

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * Writes `licenses.txt` beside the build: the licences of all packages that are bundled into it, which they ask for.
 * Terms that packages share stand once, after the notices of all of them.
 * Builds that share `packages` write it together.
 */
export const licenses = (dist: string): EsbuildPlugin => {
  const packages = new Set<string>()
  let writing = Promise.resolve()
  const write = async (): Promise<void> => {
    const found = await Promise.all([...packages].sort().map(licenseOf))
    const groups = new Map<string, { notices: string[]; terms: string }>()
    for (const { name, notice, terms } of found) {
      const wording = terms.replace(/\W+/g, ' ')
      const group = groups.get(wording) ?? { notices: [], terms }
      group.notices.push(`${name}\n${notice}`.trim())
      groups.set(wording, group)
    }
    const texts = [...groups.values()].map(({ notices, terms }) => `${[...notices, terms].join('\n\n')}\n`)
    await mkdir(dist, { recursive: true })
    await writeFile(`${dist}/licenses.txt`, texts.join(`\n${'-'.repeat(80)}\n\n`))
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

/** A package's licence: who holds it, and the terms, which many share word for word. */
const licenseOf = async (folder: string): Promise<{ name: string; notice: string; terms: string }> => {
  const { name, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? (await readFile(`${folder}/${file}`, 'utf8')).trim() : `Licence: ${license}`
  const [terms = text] = /^Permission is hereby granted, free of charge.*/ms.exec(text) ?? []
  return { name, notice: text.slice(0, text.length - terms.length).trim(), terms }
}
