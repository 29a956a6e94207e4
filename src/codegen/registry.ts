import { pascalCase } from '../openapi/names.js'
import { HEADER, key, quote } from './text.js'

/** `registry.gen.ts`: the APIs that the facade knows, each loaded on first use. */
export function printRegistry(apis: { name: string; folder: string }[]): string {
  const imports = apis.map(
    ({ name, folder }) =>
      `import type { Handle as ${pascalCase(name)}Handle } from './${folder}/index.gen.js'\n`,
  )
  const members = apis.map(({ name }) => `  ${key(name)}: ${pascalCase(name)}Handle\n`)
  const loaders = apis.map(
    ({ name, folder }) => `  ${key(name)}: () => import(${quote(`./${folder}/index.gen.js`)}),\n`,
  )
  return `${HEADER}${imports.join('')}
/** The APIs of this package, by their names on an SDK. */
export interface Apis {
${members.join('')}}

/** Loads an API's entry. */
export const apis = {
${loaders.join('')}}
`
}
