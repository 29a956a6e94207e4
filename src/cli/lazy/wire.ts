// What sends requests: loaded when there is one to send.
export { default as axios } from 'axios'
export { api as accessToken } from '../../apis/access-token/index.gen.js'
export { getAdapter } from '../../core/adapter.js'
export { authorize, defineApi } from '../../core/index.js'
export { compileModel } from '../../openapi/compile.js'
