import type { OpenAPIDocument } from '../../../src/core/types.js'

const text = { type: 'string' }
const listOf = (items: object, more: object = {}): object => ({ type: 'array', items, ...more })
const objectOf = (properties: object, required: string[] = []): object => ({
  type: 'object',
  required,
  properties,
})
const query = (name: string, schema: object, more: object = {}): object => ({
  ...{ name, in: 'query', required: true, schema },
  ...more,
})
const path = (name: string, schema: object): object => ({ name, in: 'path', required: true, schema })
const post = (operationId: string, content: object, more: object = {}): object => ({
  post: {
    operationId,
    requestBody: { required: true, content },
    responses: { 200: { description: 'OK' } },
    ...more,
  },
})
const json = (schema: object, more: object = {}): object => ({ 'application/json': { schema, ...more } })
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` })

/** Operations whose samples are easily refused: by the compiler, by the method, or by the API. */
export const awkward: OpenAPIDocument = {
  openapi: '3.0.3',
  info: { title: 'Awkward', version: '1.0.0' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/values/{list}/{object}/{map}': {
      get: {
        operationId: 'values',
        parameters: [
          path('map', { type: 'object', additionalProperties: { type: 'integer' } }),
          path('list', listOf(text, { minItems: 2 })),
          path('object', objectOf({ a: { type: 'integer' } })),
          query('ids', listOf({ type: 'integer', maximum: 5 }, { minItems: 2 }), {
            style: 'pipeDelimited',
            explode: false,
          }),
          query('several', listOf({ type: 'integer' }, { minItems: 3, uniqueItems: true })),
          query('none', { type: 'string', nullable: true }, { example: null }),
          query('nothing', listOf(text), { example: [] }),
          query('deep', objectOf({ a: text }), { style: 'deepObject' }),
          { name: 'x-list', in: 'header', required: true, schema: listOf(text), example: ['a', 'b'] },
        ],
        responses: { 200: { description: 'OK' } },
      },
    },
    '/one/{b}/{a}': {
      get: {
        operationId: 'one',
        parameters: [path('a', { type: 'integer' }), path('b', { type: 'boolean' })],
        responses: { 200: { description: 'OK' } },
      },
    },
    '/pets': post('replacePet', json(ref('Pet'))),
    '/told': post(
      'sendTold',
      json({
        oneOf: [ref('Told'), ref('Other')],
        discriminator: {
          propertyName: 'is',
          mapping: { one: '#/components/schemas/Told', two: '#/components/schemas/Other' },
        },
      }),
    ),
    '/nulls': post('nulls', json({ nullable: true, ...objectOf({ a: text }) }, { example: null })),
    '/xml': post('sendXml', {
      'application/xml': { schema: objectOf({ a: { type: 'string', example: '<&>' }, list: listOf(text) }) },
    }),
    '/yaml': post('sendYaml', { 'application/yaml': { schema: objectOf({ a: text }) } }),
    '/lines': post('sendLines', { 'application/x-ndjson': { schema: listOf(objectOf({ a: text })) } }),
    '/csv': post('sendCsv', { 'text/csv': { schema: text, example: "a,b\n1,'2'\n" } }),
    '/any': post('sendAny', { '*/*': { schema: objectOf({ a: text }, ['a']) } }),
    '/picture': post('sendPicture', { 'image/*': {} }),
    '/both': post('sendBoth', {
      'text/plain': { schema: text },
      'multipart/form-data': {
        schema: objectOf({ file: { type: 'string', format: 'binary' }, n: { type: 'integer' } }, ['file']),
      },
      'application/json': {
        schema: { ...objectOf({ n: { type: 'integer' } }, ['n']), additionalProperties: false },
      },
      'application/merge-patch+json': { schema: objectOf({ p: text }, ['p']) },
      'application/x-www-form-urlencoded': { schema: objectOf({ m: text }, ['m']) },
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    }),
    '/forms': post('sendForm', {
      'text/plain': { schema: text },
      'application/x-www-form-urlencoded': { schema: objectOf({ m: text }, ['m']) },
    }),
  },
  components: {
    schemas: {
      Pet: {
        oneOf: [ref('Cat'), ref('Dog')],
        discriminator: {
          propertyName: 'kind',
          mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
        },
      },
      Told: objectOf({ is: text, a: text }, ['is', 'a']),
      Other: objectOf({ is: text, b: text }, ['is', 'b']),
      Base: objectOf({ name: { type: 'string', minLength: 1 }, parent: ref('Pet') }, ['name']),
      Cat: {
        allOf: [ref('Base'), objectOf({ kind: { type: 'string', enum: ['cat'] }, lives: text }, ['kind'])],
      },
      Dog: { allOf: [ref('Base'), objectOf({ kind: { type: 'string', enum: ['dog'] } }, ['kind'])] },
    },
  },
}
