import { expect, test } from 'vitest'
import { account, soak } from '../../bench/soak.js'

test('1,000 calls at concurrency 64, a fault in every 20th request: each is accounted for', async () => {
  const result = await soak({ calls: 1_000, concurrency: 64 })

  const figures = account(result)
  console.log(
    `soak: ${result.calls} calls in ${Math.round(result.milliseconds)} ms, ${figures.map(([name, seen]) => `${seen} ${name}`).join(', ')}`,
  )
  for (const [name, seen, computed] of figures) expect(seen, name).toBe(computed)
  expect(result.unexpected).toEqual([])
  expect(result.retries).toBeGreaterThan(10)
}, 60_000)
