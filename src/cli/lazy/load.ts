// What reads documents, JSON and YAML: loaded for --definition.
export { loadDocument } from '../../openapi/load.js'
