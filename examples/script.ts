// Gives a nightly job a fresh token and takes the earlier ones away.
import { epilot } from '@epilot/sdk'

const { EPILOT_SERVER, EPILOT_TOKEN = '' } = process.env
if (EPILOT_SERVER) epilot.server(EPILOT_SERVER)
epilot.authorize(EPILOT_TOKEN)

const name = 'Nightly report'
const { data: tokens } = await epilot.accessToken.listAccessTokens({ token_type: ['api'] })
const { data: created } = await epilot.accessToken.createAccessToken(null, { name, expires_in: '1d' })
console.log(`Created ${created.id}.`)

for (const earlier of tokens.filter((token) => token.name === name)) {
  await epilot.accessToken.revokeAccessToken(earlier.id)
  console.log(`Revoked ${earlier.id}.`)
}
