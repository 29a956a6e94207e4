import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { camelCase } from '../../src/openapi/names.js'

const bench = fileURLToPath(new URL('..', import.meta.url))

/** A folder of a package that `bench/package.json` installs. */
export const installed = (path: string): string => join(bench, 'node_modules', path)

/** A document of a package. */
export interface DocumentSource {
  /** Name of the API. */
  name: string
  file: string
}

/** Installs the 52 documents, or with `all` the other documents and the peers too, where they are missing. */
export const install = ({ all = false } = {}): void => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8'))
  const names = Object.keys(all ? { ...dependencies, ...devDependencies } : dependencies)
  if (names.every((name) => existsSync(installed(name)))) return
  const omit = all ? [] : ['--omit=dev']
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit], {
    cwd: bench,
    stdio: 'inherit',
  })
}

/** The documents of @epilot/sdk 2: one for each of epilot's APIs. */
export const epilotDocuments = (): DocumentSource[] => {
  const folder = installed('@epilot/sdk-2/definitions')
  return (
    readdirSync(folder)
      // Those are excerpts for its own client.
      .filter((file) => file.endsWith('.json') && !file.endsWith('-runtime.json'))
      .sort()
      .map((file) => ({ name: nameOf(file), file: join(folder, file) }))
  )
}

/** The API that this package ships has its name on every SDK already. */
const nameOf = (file: string): string =>
  camelCase(file.replace('.json', '')).replace(/^accessToken$/, 'accessTokens')

export const githubDocument = (): DocumentSource => ({
  name: 'github',
  file: installed('@octokit/openapi/generated/api.github.com.json'),
})

/** Documents of others, most of them OpenAPI 3.1. */
export const otherDocuments = (): DocumentSource[] => {
  const readme = installed('@readme/oas-examples/3.1/json')
  return [
    githubDocument(),
    { name: 'galaxy', file: installed('@scalar/galaxy/dist/3.1.json') },
    ...readdirSync(readme).map((file) => ({
      name: camelCase(`readme ${file.replace('.json', '')}`),
      file: join(readme, file),
    })),
  ]
}
