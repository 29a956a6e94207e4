import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { expect, it } from 'vitest'
import { sampleSchema } from '../../src/openapi/sample.js'

const text = { type: 'string' }
const document = {
  openapi: '3.1.0',
  components: {
    schemas: {
      Str: text,
      Tree: {
        type: 'object',
        required: ['kids'],
        properties: { kids: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
      },
      Cat: { type: 'object', required: ['k'], properties: { k: text } },
    },
  },
}

/** What a validator that is not ours says of the sample of a schema. */
const problem = (schema: object): string => {
  const ajv = new Ajv2020({ strict: false, formats: fullFormats, logger: false })
  ajv.addSchema(document, 'doc')
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/'))
  const value = sampleSchema(schema as never, document, { direction: 'read', full: true })
  return ajv.validate(absolute, value) ? '' : `${JSON.stringify(value)}: ${ajv.errorsText()}`
}

it.each<object>([
  ...[
    { type: 'number', exclusiveMinimum: 0, maximum: 0.5 },
    { type: 'number', exclusiveMaximum: 0 },
    { type: 'integer', maximum: -5 },
    { type: 'integer', exclusiveMaximum: 1 },
    { type: 'integer', minimum: 1.5 },
    { type: 'integer', multipleOf: 7, minimum: 8, maximum: 20 },
    { type: 'integer', multipleOf: 5, maximum: 3 },
    { type: 'number', multipleOf: 0.01, minimum: 0.07 },
  ],
  ...[
    { type: 'string', pattern: '^[0-9]+$', minLength: 5 },
    { type: 'string', pattern: '^\\d{2,}$', minLength: 10 },
    { type: 'string', pattern: '^a{2,4}b*$', minLength: 9 },
    { type: 'string', pattern: '^[a-f0-9]{128}$' },
    { type: 'string', pattern: '^[A-Z]*$', minLength: 1 },
    { type: 'string', format: 'email', maxLength: 10 },
    { type: 'string', format: 'json-pointer' },
    { type: 'string', minLength: 20, maxLength: 30 },
  ],
  ...[
    { type: 'array', minItems: 150, items: { type: 'integer' } },
    { type: 'array', minItems: 3, uniqueItems: true, items: text },
    { type: 'array', minItems: 2, uniqueItems: true, items: { type: 'string', enum: ['a', 'b'] } },
    { type: 'array', minItems: 2, uniqueItems: true, items: { type: 'object', properties: { a: text } } },
    { type: 'array', maxItems: 0, items: text },
    { type: 'array', prefixItems: [text, { type: 'integer' }], items: false, minItems: 2 },
    { type: 'array', contains: { const: 5 } },
    { type: 'array', items: text, example: [1] },
  ],
  ...[
    { type: 'object', properties: { a: text, b: text, c: text }, maxProperties: 1 },
    { type: 'object', properties: { a: text, b: text }, required: ['b'], maxProperties: 1 },
    {
      type: 'object',
      patternProperties: { '^x-': { type: 'integer' } },
      additionalProperties: false,
      minProperties: 2,
    },
    { type: 'object', propertyNames: { pattern: '^[A-Z]+$' }, minProperties: 2 },
    { type: 'object', properties: { a: text }, required: ['z'], additionalProperties: { type: 'integer' } },
    {
      type: 'object',
      properties: { a: text, b: text },
      required: ['a'],
      dependentRequired: { a: ['b', 'c'] },
    },
    { type: 'object', properties: { a: text, b: text }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    { type: 'object', properties: { a: { type: 'integer' } }, example: { a: 'str' } },
    { type: 'object', properties: { a: text, n: false }, example: { a: 'x', n: 1 } },
  ],
  ...[
    { type: 'integer', minimum: 10, example: 3 },
    { type: 'string', maxLength: 2, default: 'abc' },
    { $ref: '#/components/schemas/Str', minLength: 30 },
    { $ref: '#/components/schemas/Tree' },
    { oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: 'k' } },
  ],
])('makes a value that satisfies %j', (schema) => {
  expect(problem(schema)).toBe('')
})
