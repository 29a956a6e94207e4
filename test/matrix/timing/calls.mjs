// Times calls through the package, axios, fetch and node:http: one of each in turn, one request at a time, on
// kept-alive connections. Longer turns would measure the garbage that others left, and the machine's mood. Prints the
// median time of a call in microseconds by caller.
import http from 'node:http'
import { createSDK } from '@epilot/sdk'
import { createClient } from '@epilot/sdk/access-token'
import axios from 'axios'

const { LOCAL_API: server, CALLS = '5000', WARM_UP = '500' } = process.env
const token = 'token'
const url = `${server}/v1/access-tokens`
const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }

const client = createClient({ server, token })
const sdk = createSDK({ server, token })
const agent = new http.Agent({ keepAlive: true })

const callers = {
  client: () => client.listAccessTokens(),
  facade: () => sdk.accessToken.listAccessTokens(),
  axios: () => axios.get(url, { headers: { authorization: `Bearer ${token}` } }),
  'axios without redirects': () =>
    axios.get(url, { maxRedirects: 0, headers: { authorization: `Bearer ${token}` } }),
  fetch: async () => (await fetch(url, { headers })).json(),
  'node:http': () =>
    new Promise((resolve, reject) => {
      http
        .get(url, { agent, headers }, (response) => {
          const chunks = []
          response.on('data', (chunk) => chunks.push(chunk))
          response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
        })
        .on('error', reject)
    }),
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

const time = async (call) => {
  const start = process.hrtime.bigint()
  await call()
  return Number(process.hrtime.bigint() - start) / 1000
}
const times = Object.fromEntries(Object.keys(callers).map((name) => [name, []]))
for (let round = -Number(WARM_UP); round < Number(CALLS); round++) {
  // In an order of chance: who follows whom would count otherwise.
  const order = Object.keys(callers)
    .map((name) => ({ name, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
  for (const { name } of order) {
    const elapsed = await time(callers[name])
    if (round >= 0) times[name].push(elapsed)
  }
}
console.log(
  JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, numbers]) => [name, median(numbers)]))),
)
process.exit(0)
