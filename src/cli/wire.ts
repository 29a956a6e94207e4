// What sends requests, in one file that is loaded when there is one to send.
export { default as axios } from 'axios'
export { authorize, defineApi } from '../core/index.js'
export { compileModel } from '../openapi/compile.js'
