// What holds values against schemas, in one file that is loaded when a body is to be checked.
export { listProblems } from '../emulator/explain.js'
export { createSchemaCompiler } from '../emulator/schema-compiler.js'
