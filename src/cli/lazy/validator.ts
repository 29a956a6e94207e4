// What holds values against schemas: loaded when a body is to be checked.
export { listProblems } from '../../emulator/explain.js'
export { createSchemaCompiler } from '../../emulator/schema-compiler.js'
