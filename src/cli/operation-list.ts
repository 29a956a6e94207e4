import type { ApiModel } from '../openapi/model.js'
import { firstLine, plainText } from './markdown.js'
import { propertiesOf, requiredOf, resolve, typesOf, valuesOf } from './schema.js'
import { variantsOf } from './variants.js'

/** An API's operations with their parameters, for programs: what `--json` without an operation prints. */
export function operationList({ document, operations }: ApiModel): object[] {
  return operations.map((operation) => ({
    id: operation.id,
    method: operation.method.toUpperCase(),
    path: operation.path,
    summary: firstLine(operation.description ?? operation.summary ?? ''),
    ...(operation.tags[0] !== undefined && { tag: operation.tags[0] }),
    ...(operation.deprecated && { deprecated: true }),
    public: operation.security.length === 0,
    parameters: operation.parameters.map((parameter) => {
      const schema = resolve(document, parameter.schema)
      const item = typesOf(schema).includes('array') ? resolve(document, schema.items) : undefined
      const values = valuesOf(item ?? schema)
      return {
        name: parameter.name,
        in: parameter.in,
        required: parameter.required,
        type: typesOf(schema)[0] ?? 'any',
        ...(item && { items: typesOf(item)[0] ?? 'any' }),
        ...(values && { values }),
        ...(parameter.description && { description: plainText(parameter.description) }),
      }
    }),
    ...(operation.requestBody && {
      body: {
        required: operation.requestBody.required,
        content: operation.requestBody.content.map((media) => {
          const variants = variantsOf(document, media)
          return {
            type: media.type,
            ...(variants
              ? {
                  variants: variants.list.map(({ name, schema, example }) => ({
                    name,
                    ...fields(schema),
                    example,
                  })),
                }
              : fields(resolve(document, media.schema))),
          }
        }),
      },
    }),
  }))

  function fields(schema: Record<string, unknown>): object {
    return { properties: [...propertiesOf(document, schema).keys()], required: requiredOf(document, schema) }
  }
}
