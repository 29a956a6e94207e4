// The documents of the shipped APIs: loaded when one is called or described.
export { document as accessToken } from '../../apis/access-token/openapi.gen.js'
