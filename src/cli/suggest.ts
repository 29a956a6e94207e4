/** The candidate nearest to a mistyped name, if one is near enough to be meant. */
function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = fold(word)
  let best: string | undefined
  // A name that shares nothing with what was typed isn't near.
  let bestDistance = Math.min(Math.max(1, Math.floor(folded.length * 0.4)) + 1, folded.length)
  for (const candidate of candidates) {
    const distance = editDistance(folded, fold(candidate))
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const name = nearest(word, candidates)
  return name === undefined ? undefined : `Did you mean ${name}?`
}

/** A name as the user typed it, made fit for one line of an error. */
export const quote = (word: string): string =>
  JSON.stringify(word.length > 60 ? `${word.slice(0, 60)}…` : word)

// Case, dashes and underscores are what people get wrong first.
const fold = (word: string): string => word.slice(0, 64).toLowerCase().replace(/[-_]/g, '')

/** Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let distance = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) distance = Math.min(distance, (beforePrevious[j - 2] ?? 0) + 1)
      row.push(distance)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.length] ?? 0
}
