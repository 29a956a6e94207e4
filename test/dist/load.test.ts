import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { runOrThrow } from './process.js'

const consumer = inject('consumer')

/** URLs of all modules and scripts that Node compiles while `statement` runs in a fresh process. */
const modulesLoadedBy = async (options: {
  name: string
  statement: string
  flags?: string[]
}): Promise<string[]> => {
  const path = join(consumer, options.name)
  await writeFile(
    path,
    `(async () => {
  const { Session } = ${options.name.endsWith('.mjs') ? "await import('node:inspector')" : "require('node:inspector')"}
  const session = new Session()
  const urls = []
  session.connect()
  session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url))
  session.post('Debugger.enable')
  ${options.statement}
  session.disconnect()
  console.log(JSON.stringify(urls.filter((url) => !url.startsWith('node:'))))
})()`,
  )
  return JSON.parse(await runOrThrow(process.execPath, [...(options.flags ?? []), path], { cwd: consumer }))
}

const axiosModules = (urls: string[]): string[] => urls.filter((url) => url.includes('/node_modules/axios/'))

describe('loading @epilot/sdk', () => {
  it('evaluates no axios module when it is imported', async () => {
    const urls = await modulesLoadedBy({ name: 'import.mjs', statement: "await import('@epilot/sdk')" })
    console.log(
      `import '@epilot/sdk': ${urls.filter((url) => url.includes('@epilot/sdk')).length} own modules, ${axiosModules(urls).length} of axios`,
    )
    expect(urls.some((url) => url.includes('@epilot/sdk/dist/index.js'))).toBe(true)
    expect(urls.filter((url) => url.includes('node_modules') && !url.includes('@epilot/sdk/'))).toEqual([])
  })

  it('evaluates no axios module when it is required', async () => {
    const urls = await modulesLoadedBy({
      name: 'require.cjs',
      statement: "require('@epilot/sdk')",
      flags: ['--no-experimental-require-module'],
    })
    console.log(
      `require('@epilot/sdk'): ${urls.filter((url) => url.includes('@epilot/sdk')).length} own modules, ${axiosModules(urls).length} of axios`,
    )
    expect(urls.some((url) => url.includes('@epilot/sdk/dist/index.cjs'))).toBe(true)
    expect(urls.filter((url) => url.includes('node_modules') && !url.includes('@epilot/sdk/'))).toEqual([])
  })

  it('sees the axios modules that the subpath entry evaluates', async () => {
    const urls = await modulesLoadedBy({
      name: 'subpath.mjs',
      statement: "await import('@epilot/sdk/access-token')",
    })
    expect(axiosModules(urls).length).toBeGreaterThan(0)
  })
})
