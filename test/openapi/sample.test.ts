import { describe, expect, it } from 'vitest'
import { samplePattern } from '../../src/openapi/pattern.js'
import { type SampleOptions, sampleSchema } from '../../src/openapi/sample.js'

const sample = (schema: object, options?: SampleOptions, schemas: object = {}) =>
  sampleSchema(schema as never, { components: { schemas } }, options)

describe('samplePattern', () => {
  it.each([
    '^[A-Z][A-Za-z0-9]{2,79}$',
    '^(general|[0-9a-fA-F]{8}-[0-9a-fA-F]{4})$',
    '^[^:]+:.+$',
    '^\\d{4}-\\d{2}(-\\d{2})?$',
    '^([01]\\d|2[0-3]):[0-5]\\d$',
    '^/[^/\\\\].*$',
    '^(?!x)(?:ab|cd)+$',
    '^\\p{L}+$',
    '^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$',
    '^[^a-z]$',
    '',
  ])('makes a text that /%s/ matches', (pattern) => {
    expect(samplePattern(pattern)).toMatch(new RegExp(pattern, 'u'))
  })

  it('ends for repeats that multiply', () => {
    expect(samplePattern('((((a{1000}){1000}){1000}){1000}){1000}').length).toBeLessThanOrEqual(10_000)
    expect(samplePattern('(a+)+', 100_000).length).toBeLessThanOrEqual(10_000)
  })

  it.each(['(', '[', '\\', 'a{', '(?<', '[^', '(((((', 'a{99999999}', '{2}'])(
    'ends for the broken %j',
    (pattern) => {
      expect(samplePattern(pattern).length).toBeLessThanOrEqual(100)
    },
  )
})

describe('sampleSchema', () => {
  const person = {
    type: 'object',
    required: ['name', 'secret', 'id'],
    properties: {
      id: { type: 'string', readOnly: true },
      name: { type: 'string', minLength: 8 },
      secret: { type: 'string', writeOnly: true },
      age: { type: 'integer', minimum: 18 },
    },
  }

  it('has the required members that a body may have', () => {
    expect(sample(person)).toEqual({ name: 'stringxx', secret: 'string' })
  })

  it('has the members that an answer shows, optional ones too when asked', () => {
    expect(sample(person, { direction: 'read', full: true })).toEqual({
      id: 'string',
      name: 'stringxx',
      age: 18,
    })
  })

  it('joins what allOf and an alternative ask for', () => {
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Base' },
        { required: ['a', 'b'], properties: { b: { type: 'boolean' } } },
      ],
      oneOf: [{ required: ['c'], properties: { c: { enum: ['x', 'y'] } } }, { properties: {} }],
    }

    expect(sample(schema, {}, { Base: { properties: { a: { type: 'number' } } } })).toEqual({
      a: 1,
      b: true,
      c: 'x',
    })
  })

  it('lets a member that two parts describe satisfy both', () => {
    const schema = {
      allOf: [{ properties: { a: {} } }, { required: ['a'], properties: { a: { enum: ['x'] } } }],
    }

    expect(sample(schema)).toEqual({ a: 'x' })
  })

  it('gives an alternative the value that its discriminator maps to it', () => {
    const pet = {
      oneOf: [{ $ref: '#/components/schemas/Cat' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
    }

    expect(
      sample(pet, {}, { Cat: { required: ['kind'], properties: { kind: { type: 'string' } } } }),
    ).toEqual({ kind: 'cat' })
  })

  it.each([
    [{ type: 'string', example: 'e', default: 'd' }, 'e'],
    [{ type: 'string', example: 7, default: 'd' }, 'd'],
    [{ type: 'string', enum: ['a'], example: 'z' }, 'a'],
    [{ const: 0 }, 0],
    [{ type: ['null', 'string'] }, 'string'],
    [{ type: 'integer', exclusiveMinimum: 4, multipleOf: 5 }, 5],
    [{ type: 'array', minItems: 2, items: { type: 'boolean' } }, [true, true]],
    [{ type: 'object', minProperties: 1, additionalProperties: { type: 'number' } }, { key1: 1 }],
    [{ type: 'string', format: 'uuid' }, '123e4567-e89b-12d3-a456-426614174000'],
    [
      { type: 'object', required: ['b'], properties: { b: { type: 'number' } }, example: { a: 1 } },
      { a: 1, b: 1 },
    ],
  ])('makes %j into %j', (schema, value) => {
    expect(sample(schema)).toEqual(value)
  })

  it('ends a circle where it begins', () => {
    const schemas = {
      Node: { properties: { next: { $ref: '#/components/schemas/Node' }, name: { type: 'string' } } },
    }

    expect(sample({ $ref: '#/components/schemas/Node' }, { full: true }, schemas)).toEqual({ name: 'string' })
  })

  it('keeps what a base demands in a circle of its variants', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
    const variant = (kind: string) => ({
      allOf: [ref('Base'), { required: ['kind'], properties: { kind: { enum: [kind] } } }],
    })
    const schemas = {
      Pet: { oneOf: [ref('Cat'), ref('Dog')] },
      Base: { required: ['name'], properties: { name: { type: 'string' }, parent: ref('Pet') } },
      Cat: variant('cat'),
      Dog: variant('dog'),
    }

    expect(sample(schemas.Cat, { full: true }, schemas)).toEqual({
      name: 'string',
      parent: { name: 'string', kind: 'dog' },
      kind: 'cat',
    })
  })

  it('gives up on schemas that multiply each other', () => {
    const levels = Array.from({ length: 40 }, (_, index) => {
      const next = { $ref: `#/components/schemas/L${index + 1}` }
      return [`L${index}`, { properties: { a: next, b: next } }]
    })

    const started = performance.now()
    sample({ $ref: '#/components/schemas/L0' }, { full: true }, Object.fromEntries(levels))

    expect(performance.now() - started).toBeLessThan(2000)
  })
})
