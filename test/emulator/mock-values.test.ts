import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { expect, test } from 'vitest'
import { type Json, json, serve } from './mock.js'

const text = { type: 'string' }
const object = (properties: Json, more: Json = {}): Json => ({ type: 'object', properties, ...more })

/** Not a literal: an object with `then` could be taken for a promise. */
const when = (condition: Json, consequence: Json): Json =>
  Object.fromEntries([
    ['if', condition],
    ['then', consequence],
  ])

/** What the mock answers for a schema, as text, and the problem that it tells. */
const answer = async (content: Json, components: Json = {}) => {
  const { url } = await serve({
    document: {
      openapi: '3.1.0',
      info: { title: 'Values', version: '1' },
      paths: { '/x': { get: { responses: { 200: { description: '', content } } } } },
      components,
    },
  })
  const response = await fetch(`${url}/x`)
  return {
    status: response.status,
    body: await response.text(),
    problem: response.headers.get('x-mock-problem'),
  }
}

/** What a validator that is not ours says of a value. */
const isValid = (schema: Json, value: unknown): boolean =>
  new Ajv2020({ strict: false, formats: fullFormats, logger: false }).validate(schema, value)

test.each<Json>([
  ...[
    object(
      { kind: { enum: ['a', 'b'] }, a: text },
      when({ properties: { kind: { const: 'b' } } }, { required: ['z'] }),
    ),
    { type: 'integer', ...when({ minimum: 10 }, { multipleOf: 7 }), else: { maximum: 3 } },
    object({ a: text }, { if: { required: ['q'], properties: { q: false } }, else: { required: ['b'] } }),
    { type: 'string', if: false, else: { minLength: 12 } },
    { allOf: [when({ type: 'string' }, { pattern: '^x+$' }), text] },
  ],
  ...[
    { type: 'string', not: { const: 'string' } },
    { enum: ['a', 'b', 'c'], not: { enum: ['a', 'b'] } },
    { type: 'integer', not: { const: 1 } },
    { type: 'integer', not: { enum: [1, 2] } },
    object({ a: text, b: text }, { not: { required: ['b'] } }),
    { not: { type: 'object' }, type: ['string', 'integer'] },
    { type: 'string', default: 'no', not: { const: 'no' } },
  ],
  ...[
    { type: 'string', pattern: '^(?=.*[A-Z])(?=.*\\d)(?=.*[!@]).{8,}$' },
    { type: 'string', pattern: '^(?=.{3,10}$)[a-z]+$', minLength: 3 },
    { type: 'string', pattern: '^(?!string)[a-z]+$' },
    { type: 'string', pattern: '^(?=[^-])[A-Z]{3}$' },
  ],
  ...[
    { allOf: [{ type: 'integer', minimum: 5 }, { minimum: 10, maximum: 20 }, { maximum: 11 }] },
    { oneOf: [object({ a: text }), object({ b: { type: 'integer' } }, { required: ['b'] })] },
    { oneOf: [text, { type: 'string', maxLength: 3 }] },
    { oneOf: [{ type: 'number' }, { type: 'integer' }, { type: 'boolean' }] },
    {
      type: 'array',
      items: object({ a: text }, { required: ['a'], examples: [{ b: 1 }] }),
      examples: [[{}]],
    },
    object({ a: text }, { additionalProperties: false, default: { a: 1, b: 2 } }),
    { type: ['integer', 'null'], enum: [null, 3] },
    { $defs: { a: text }, type: 'array', prefixItems: [text], items: false },
    true as never,
    {},
  ],
])('the answer fits %j', async (schema) => {
  const { body, problem } = await answer(json(schema))

  expect(isValid(schema, JSON.parse(body)), body).toBe(true)
  expect(problem).toBeNull()
})

test.each<[string, Json, string]>([
  [
    'nothing fits',
    json({ not: {} }),
    'No value was found that fits the schema; this one does not fit: body must NOT',
  ],
  [
    'alternatives can not be told apart',
    json({ oneOf: [text, text] }),
    'No value was found that fits the schema; this one does not fit: body must match exactly one',
  ],
  [
    'the example does not fit',
    json(object({ größe: { type: 'integer' } }), { example: { größe: 'L' } }),
    'The example does not fit: body/gr??e must be integer',
  ],
])('a header tells where %s', async (_what, content, problem) => {
  const answered = await answer(content)

  expect(answered.status).toBe(200)
  expect(answered.problem).toContain(problem)
})

test('an answer of bytes is no JSON', async () => {
  expect((await answer({ 'image/png': {} })).body).toBe('bytes')
})

test('an answer of type XML is XML', async () => {
  const Pet = object(
    {
      id: { type: 'integer', example: 7, xml: { attribute: true } },
      name: { type: 'string', example: 'A & <B>', xml: { name: 'label', prefix: 'p' } },
      tags: {
        type: 'array',
        items: { ...text, xml: { name: 'tag' } },
        example: ['a', 'b'],
        xml: { wrapped: true },
      },
      plain: { type: 'array', items: { type: 'integer' }, example: [1, 2] },
      '1 odd': { type: ['string', 'null'], const: null },
    },
    { xml: { name: 'pet', namespace: 'urn:pets' } },
  )
  const schema = { $ref: '#/components/schemas/Pet' }
  const pet =
    '<pet xmlns="urn:pets" id="7"><p:label>A &#38; &#60;B&#62;</p:label><tags><tag>a</tag><tag>b</tag></tags>' +
    '<plain>1</plain><plain>2</plain><_1_odd></_1_odd></pet>'
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  const components = { schemas: { Pet } }

  expect((await answer({ 'application/xml': { schema } }, components)).body).toBe(head + pet)
  expect((await answer({ 'text/xml': { schema: { type: 'array', items: schema } } }, components)).body).toBe(
    `${head}<root>${pet}</root>`,
  )
  expect((await answer({ 'application/xml': { example: '<a/>' } })).body).toBe('<a/>')
})
