// Shows the keys that sign public tokens. A bundler makes main.js of it: npx esbuild main.ts --bundle --format=esm --outfile=main.js
import { createClient } from '@epilot/sdk/access-token'

const server = new URLSearchParams(location.search).get('server')
const client = createClient(server ? { server } : {})

const { data } = await client.getPublicTokenJwks()
const items = data.keys.map(({ kid, alg }) => {
  const item = document.createElement('li')
  item.textContent = `${kid} (${alg})`
  return item
})
document.querySelector('ul')?.append(...items)
