import { isObject } from '../../openapi/json.js'
import type { OperationModel, ParameterModel } from '../../openapi/model.js'
import { sampleParameter, sampleSchema } from '../../openapi/sample.js'
import type { SchemaScope } from './schema-type.js'

/** A value that a call can be made with: of `null`, and of what is empty, nothing would be sent. */
export function parameterSample({ document }: SchemaScope, parameter: ParameterModel): unknown {
  const value = sampleParameter(parameter, document)
  const isNothing = value === null || (parameter.contentType === undefined && isEmpty(value))
  if (!isNothing || !parameter.required) return value
  const filled = { allOf: [parameter.schema], minProperties: 1, minItems: 1 }
  return sampleSchema(filled, document, { examples: false })
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

/** A parameter's value as `-p` takes it: a list item by item. */
export function parameterTexts(scope: SchemaScope, parameter: ParameterModel): string[] {
  const value = parameterSample(scope, parameter)
  const values = Array.isArray(value) && parameter.contentType === undefined ? value : [value]
  return values.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
}

/** Path parameters in the order of the path, as positional arguments fill them. */
export function pathParameters({ path, parameters }: OperationModel): ParameterModel[] {
  const place = ({ name }: ParameterModel): number => path.indexOf(`{${name}}`)
  return parameters.filter((one) => one.in === 'path').sort((one, other) => place(one) - place(other))
}
