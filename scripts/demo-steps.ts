import assert from 'node:assert/strict'
import { createClient, isApiError } from '../src/apis/access-token/index.gen.js'
import { createTokenVerifier } from '../src/apis/access-token/verify.js'
import { type Emulator, startEmulator } from '../src/emulator/index.js'
import { createSDK } from '../src/index.js'

export interface DemoOptions {
  print?: (line: string) => void
  /** Starts the API that the demo calls. @default startEmulator */
  start?: () => Promise<Emulator>
}

interface Step {
  title: string
  /** What a user would write. */
  code: string
  /** Checks what happened and tells it. */
  run(): Promise<string>
}

/**
 * Walks a token through its life against the local Access Token API, and prints a transcript.
 *
 * @returns whether every step was right
 */
export const runDemo = async ({
  print = console.log,
  start = startEmulator,
}: DemoOptions = {}): Promise<boolean> => {
  const api = await start()
  try {
    print(`The local Access Token API is at ${api.url}`)
    for (const [i, { title, code, run }] of createSteps(api).entries()) {
      print(`\n${i + 1}. ${title}\n   > ${code}`)
      print(`   ✓ ${await run()}`)
    }
    print('\nEvery step was right.')
    return true
  } catch (error) {
    print(`   ✗ ${error instanceof Error ? error.message : String(error)}\n\nThe demo stopped at this step.`)
    return false
  } finally {
    await api.close()
  }
}

const createSteps = ({ url, token }: Emulator): Step[] => {
  const epilot = createSDK({ server: url, token })
  const created = { id: '', token: '' }
  const client = createClient({ server: url, token: () => created.token })

  return [
    {
      title: 'Create a token',
      code: "epilot.accessToken.createAccessToken(null, { name: 'Demo', expires_in: '10h' })",
      run: async () => {
        const { status, data } = await epilot.accessToken.createAccessToken(null, {
          name: 'Demo',
          expires_in: '10h',
        })
        assert.equal(status, 201)
        assert.match(data.id, /^api_/)
        Object.assign(created, data)
        return `${status} Created: ${data.id} of type ${data.token_type}, with the roles ${data.assignments}`
      },
    },
    {
      title: 'List the tokens',
      code: "epilot.accessToken.listAccessTokens({ token_type: ['api'] })",
      run: async () => {
        const { data } = await epilot.accessToken.listAccessTokens({ token_type: ['api'] })
        assert.ok(
          data.some(({ id }) => id === created.id),
          `${created.id} is not in the list`,
        )
        return `${data.length} tokens, ${created.id} is among them`
      },
    },
    {
      title: 'Verify its signature against the published keys',
      code: 'createTokenVerifier({ server })(token)',
      run: async () => {
        const { iss, exp, token_id } = await createTokenVerifier({ server: url })(created.token)
        assert.equal(token_id, created.id)
        return `signed by ${iss} for ${token_id}, until ${new Date(exp * 1000).toISOString()}`
      },
    },
    {
      title: 'Call with it',
      code: 'createClient({ server, token }).listAccessTokens()',
      run: async () => {
        const { status, data } = await client.listAccessTokens()
        const used = data.find(({ id }) => id === created.id)?.last_used
        assert.ok(used, `${created.id} has no last_used`)
        return `${status} OK: ${created.id} was last used on ${used}`
      },
    },
    {
      title: 'Revoke it',
      code: "epilot.accessToken.revokeAccessToken('api_…')",
      run: async () => {
        const { status, data } = await epilot.accessToken.revokeAccessToken(created.id)
        assert.equal(data.id, created.id)
        return `${status} OK: ${data.id} is revoked`
      },
    },
    {
      title: 'See it refused',
      code: 'createClient({ server, token }).listAccessTokens()',
      run: async () => {
        const error = await client.listAccessTokens().then(
          () => assert.fail('the revoked token was accepted'),
          (reason: unknown) => reason,
        )
        if (!isApiError(error, 'listAccessTokens', 401)) throw error
        return error.message
      },
    },
  ]
}
