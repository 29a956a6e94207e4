import { loadShippedApi, shippedApis } from '../catalog.js'
import { bashScript, fishScript, zshScript } from '../completion-scripts.js'
import { completionPlaces } from '../completion-words.js'
import type { Context } from '../context.js'
import { usageError } from '../errors.js'
import { didYouMean, quote } from '../suggest.js'

const shells: Record<string, typeof bashScript> = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** `epilot completion` */
export async function completion({ terminal, operands: [shell = ''] }: Context): Promise<undefined> {
  const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined
  if (!script) {
    throw usageError(
      `There is no completion for ${quote(shell)}.`,
      didYouMean(shell, Object.keys(shells)) ?? 'Use bash, zsh or fish.',
    )
  }
  const apis = await Promise.all(
    shippedApis.map(async (api) => ({ name: api.name, model: (await loadShippedApi(api)).model })),
  )
  terminal.print(script(completionPlaces(apis)))
  return undefined
}
