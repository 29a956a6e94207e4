// Calls an API of your own choice. `npx epilot generate` writes the folder `epilot` from epilot.config.json first.
import { createSDK } from '@epilot/sdk'

const { EPILOT_SERVER, EPILOT_TOKEN = '' } = process.env
const sdk = createSDK({ apis: { entity: () => import('./epilot/entity/index.gen.js') } })
sdk.authorize(EPILOT_TOKEN)
if (EPILOT_SERVER) sdk.server(EPILOT_SERVER, 'entity')

const { data } = await sdk.entity.getEntity({ slug: 'contact', id: 'c0ffee' })
console.log(data._title)
