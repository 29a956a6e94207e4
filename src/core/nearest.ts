const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      next.push(
        Math.min(
          (next[j] as number) + 1,
          (row[j + 1] as number) + 1,
          (row[j] as number) + Number(char !== b[j]),
        ),
      )
    }
    row = next
  }
  return row[b.length] as number
}

/** The candidate with the fewest edits to `name`, ignoring case. */
export const nearest = (name: string, candidates: string[]): string | undefined => {
  const edits = (candidate: string) => distance(name.slice(0, 99).toLowerCase(), candidate.toLowerCase())
  return candidates.toSorted((a, b) => edits(a) - edits(b))[0]
}
