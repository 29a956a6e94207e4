// Times calls through the package, axios, fetch and node:http: interleaved rounds, one request at a time,
// on kept-alive connections. Prints the median time of a call in microseconds by caller.
import http from 'node:http'
import { createSDK } from '@epilot/sdk'
import { createClient } from '@epilot/sdk/access-token'
import axios from 'axios'

const { LOCAL_API: server, ROUNDS = '20', CALLS = '250' } = process.env
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

const times = Object.fromEntries(Object.keys(callers).map((name) => [name, []]))
const round = async (call) => {
  const start = process.hrtime.bigint()
  for (let count = 0; count < Number(CALLS); count++) await call()
  return Number(process.hrtime.bigint() - start) / 1000 / Number(CALLS)
}
for (const call of Object.values(callers)) await round(call)
for (let count = 0; count < Number(ROUNDS); count++) {
  // In an order of chance: who follows whom would count otherwise.
  const order = Object.keys(callers)
    .map((name) => ({ name, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ name }) => name)
  for (const name of order) times[name].push(await round(callers[name]))
}
console.log(
  JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, numbers]) => [name, median(numbers)]))),
)
process.exit(0)
