import type { GlobalContext } from 'openapi-typescript'
import type { Schema } from '../openapi/model.js'
import type { Peers } from './peers.js'

/** Prints schemas as types with openapi-typescript. */
export class TypePrinter {
  private readonly context: GlobalContext
  private readonly printer
  private readonly file

  constructor(private readonly peers: Peers) {
    const { ts } = peers
    this.printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed })
    this.file = ts.createSourceFile('schema.ts', '', ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS)
    this.context = transformContext()
  }

  /** A type, its lines after the first indented as in a file's first column. */
  print(schema: Schema): string {
    const { ts, openapiTypeScript } = this.peers
    const node = openapiTypeScript.transformSchemaObject(schema as never, { path: '#/', ctx: this.context })
    const text = this.printer.printNode(ts.EmitHint.Unspecified, node, this.file)
    return text
      .replaceAll(/^ *\/\*\* @enum \{[\w|]*\} \*\/\n/gm, '')
      .replaceAll(/^ *\* @enum \{[\w|]*\}\n/gm, '')
      .replaceAll(/^(?: {4})+/gm, (indent) => indent.slice(indent.length / 2))
      .replaceAll(/;$/gm, '')
  }
}

function transformContext(): GlobalContext {
  return {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    // A default must not make a property required.
    defaultNonNullable: false,
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    redoc: undefined as never,
    resolve: () => undefined,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: undefined,
    transformProperty: undefined,
  }
}
