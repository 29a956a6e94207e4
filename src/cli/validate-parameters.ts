import type { OpenAPIDocument } from '../core/types.js'
import type { OperationModel, ParameterModel } from '../openapi/model.js'

interface Checked {
  document: OpenAPIDocument
  operation: OperationModel
  values: Record<string, unknown>
}

/** Problems of parameters whose values are objects; only those are worth loading a validator. */
export async function checkObjects({ document, operation, values }: Checked): Promise<string[]> {
  const parameters = operation.parameters.filter(
    (parameter) =>
      Object.hasOwn(values, parameter.name) &&
      (parameter.contentType !== undefined || holdsObject(values[parameter.name])),
  )
  if (parameters.length === 0) return []
  const { createSchemaCompiler, listProblems } = await import('./lazy/validator.js')
  const check = ({ name, schema, contentType }: ParameterModel): string[] => {
    // Where no JSON is sent, every value is sent as text.
    const compiler = createSchemaCompiler(document, { coerce: contentType === undefined })
    const validate = compiler.compile(schema)
    if (validate(structuredClone(values[name]))) return []
    return listProblems({ errors: validate.errors ?? [], place: name, compiler })
  }
  return parameters.flatMap(check)
}

const holdsObject = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(holdsObject) : typeof value === 'object' && value !== null
