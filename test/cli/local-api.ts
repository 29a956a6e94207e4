import { afterAll, beforeAll, inject } from 'vitest'
import { type LocalApi, startLocalApi } from '../dist/local-api.js'

/** A local API for the tests of a file, and the environment in which the command line uses it. */
export function useLocalApi(): { env: Record<string, string>; url: () => string; token: () => string } {
  let api: LocalApi
  const env: Record<string, string> = {}
  beforeAll(async () => {
    api = await startLocalApi(inject('installed'))
    Object.assign(env, { EPILOT_SERVER: api.url, EPILOT_TOKEN: api.token })
  })
  afterAll(() => api.close())
  return { env, url: () => api.url, token: () => api.token }
}
