import { expect, inject, it } from 'vitest'
import { bothFormats, twoAxios, twoPackages } from './copies.js'

const options = { consumer: inject('consumer'), installed: inject('installed') }

it.each([
  { name: 'both formats of the package', copies: bothFormats },
  { name: 'two installations of the package', copies: twoPackages },
  { name: 'two installations of axios', copies: twoAxios },
])('$name live in one process, and guards know the errors of either', async ({ copies }) => {
  expect(await copies(options)).toEqual({
    own: true,
    other: true,
    axios: true,
    calls: 2,
    token: true,
    document: true,
  })
})
