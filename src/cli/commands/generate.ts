import type { Context } from '../context.js'
import { usageError } from '../errors.js'

/** `epilot generate` */
export async function generate({ operands: [source] }: Context): Promise<undefined> {
  throw usageError(`Nothing can be generated from ${source ?? 'nothing'} yet.`)
}
