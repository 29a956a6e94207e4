// The generator: loaded for `epilot generate`.
export { generateApi, generateFromConfig } from '../../codegen/index.js'
