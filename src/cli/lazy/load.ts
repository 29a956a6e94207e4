// What reads documents and configurations: loaded for --definition and --config.
export { readConfig } from '../../codegen/config.js'
export { loadDocument } from '../../openapi/load.js'
