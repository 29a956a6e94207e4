// Usage: node --expose-gc large-api.mjs <entry of GitHub's API>, in a project that has axios. Prints milliseconds: of the import of
// axios, and from there until the first request of that API is ready to be sent; and the bytes of one more client.
const begin = performance.now()
await import('axios')
const imported = performance.now()
const { createClient } = await import(new URL(process.argv[2], import.meta.url).href)
const loaded = performance.now()
const client = createClient()
const created = performance.now()
let ready = 0
await client.reposGet({ owner: 'octokit', repo: 'openapi' }, undefined, {
  adapter: async (config) => {
    ready = performance.now()
    return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
  },
})

const heap = () => {
  globalThis.gc()
  return process.memoryUsage().heapUsed
}
const clients = [client]
const before = heap()
while (clients.length <= 20) clients.push(createClient())
const bytes = (heap() - before) / (clients.length - 1)
console.log(
  JSON.stringify({
    operations: Object.values(client.paths).flatMap(Object.keys).length,
    axios: imported - begin,
    load: loaded - imported,
    create: created - loaded,
    call: ready - created,
    bytes,
  }),
)
