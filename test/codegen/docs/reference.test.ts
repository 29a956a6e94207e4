import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cli, type Deviation, sdk } from './deviations.js'
import { type Omission, plainLines, squeezed } from './plain-text.js'

const path = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url))
const published = path('../shared/reference')
const isHere = existsSync(published)
if (!isHere) console.log('The published pages are not beside this repository: comparison skipped.')

const squeezedLines = (lines: readonly string[]): string[] => lines.map(squeezed)

const startsWith = (lines: readonly string[], start: number, part: readonly string[]): boolean =>
  part.every((line, index) => lines[start + index] === line)

/** Walks through both pages at once; gives the first place where they differ for no known reason. */
const firstDifference = (
  reference: readonly string[],
  page: readonly string[],
  deviations: readonly Deviation[],
): { difference?: { reference: string[]; page: string[] }; used: Set<Deviation> } => {
  const used = new Set<Deviation>()
  const known = deviations.map((deviation) => ({
    deviation,
    reference: squeezedLines(deviation.reference),
    page: squeezedLines(deviation.page),
  }))
  let r = 0
  let p = 0
  while (r < reference.length || p < page.length) {
    if (reference[r] === page[p]) {
      r++
      p++
      continue
    }
    const match = known.find(
      (one) => startsWith(reference, r, one.reference) && startsWith(page, p, one.page),
    )
    if (!match)
      return { difference: { reference: reference.slice(r, r + 5), page: page.slice(p, p + 5) }, used }
    used.add(match.deviation)
    r += match.reference.length
    p += match.page.length
  }
  return { used }
}

const pages: { file: string; page: string; known: { omissions: Omission[]; deviations: Deviation[] } }[] = [
  { file: 'sdk-access-token.txt', page: 'docs/sdk/access-token.md', known: sdk },
  { file: 'cli-access-token.txt', page: 'docs/cli/access-token.md', known: cli },
]

describe.runIf(isHere)('the generated page', () => {
  it.each(pages)('$page has every line of the published one, in its order', ({ file, page, known }) => {
    const reference = readFileSync(`${published}/${file}`, 'utf8').split('\n').map(squeezed).filter(Boolean)
    const ours = plainLines(readFileSync(path(page), 'utf8'), known.omissions)
    const { difference, used } = firstDifference(reference, ours, known.deviations)
    console.log(
      `${page}: ${reference.length} lines compared, ${used.size} deviations, ${known.omissions.length} kinds of added sections`,
    )
    expect(difference).toBeUndefined()
    expect(known.deviations.filter((deviation) => !used.has(deviation))).toEqual([])
  })
})
