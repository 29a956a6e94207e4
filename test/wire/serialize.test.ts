import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deepObject,
  form,
  formFlat,
  json,
  label,
  labelExplode,
  matrix,
  matrixExplode,
  pipeDelimited,
  reserved,
  simple,
  simpleExplode,
  spaceDelimited,
} from '../../src/core/index.js'

/** Any text that UTF-16 can write: control characters, emoji, everything but lone surrogates. */
const text = fc.string({ unit: 'binary', maxLength: 20 })
const filled = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
const list = fc.array(text, { minLength: 1, maxLength: 6 })
const record = fc.dictionary(filled, text, { minKeys: 1, maxKeys: 5 })
/** Characters that have a meaning somewhere in a URL. */
const hostile = fc.string({ unit: fc.constantFrom(...'/?#[]@!$&\'()*+,;=:|. %\\"<>{}^`~-_ab\u00fc\u0000\n') })
const anyText = fc.oneof(text, hostile)

const decode = decodeURIComponent
const query = (part: string | undefined) => [...new URL(`http://h/?${part ?? ''}`).searchParams]
const segments = (part: string | undefined) =>
  new URL(`http://h/a/${part}/z`).pathname.split('/').slice(2, -1)

describe('query parameters read back as they were given', () => {
  test('form, exploded: text, lists, objects', () => {
    fc.assert(
      fc.property(filled, anyText, (name, value) => {
        expect(query(form(name, value))).toEqual([[name, value]])
      }),
    )
    fc.assert(
      fc.property(filled, list, (name, values) => {
        expect(query(form(name, values))).toEqual(values.map((value) => [name, value]))
      }),
    )
    fc.assert(
      fc.property(record, (value) => {
        expect(query(form('name', value))).toEqual(Object.entries(value))
      }),
    )
  })

  test('form, not exploded', () => {
    fc.assert(
      fc.property(filled, fc.array(anyText, { minLength: 1, maxLength: 6 }), (name, values) => {
        const [left, right] = (formFlat(name, values) ?? '').split('=')
        expect(decode(left ?? '')).toBe(name)
        expect(right?.split(',').map(decode)).toEqual(values)
      }),
    )
    fc.assert(
      fc.property(record, (value) => {
        const [, right] = (formFlat('name', value) ?? '').split('=')
        expect(right?.split(',').map(decode)).toEqual(Object.entries(value).flat())
      }),
    )
  })

  // The delimiter inside an item can't be told from the one between two: the styles have no escape for it.
  for (const [name, serialize, delimiter] of [
    ['spaceDelimited', spaceDelimited, ' '],
    ['pipeDelimited', pipeDelimited, '|'],
  ] as const) {
    test(name, () => {
      fc.assert(
        fc.property(fc.array(anyText, { minLength: 1, maxLength: 6 }), (values) => {
          fc.pre(values.every((value) => !value.includes(delimiter)))
          const [pair] = query(serialize('ids', values))
          expect(pair?.[0]).toBe('ids')
          expect(pair?.[1].split(delimiter)).toEqual(values)
        }),
      )
    })
  }

  test('deepObject', () => {
    fc.assert(
      fc.property(record, (value) => {
        const part = deepObject('filter', value)
        const pairs = (part ?? '').split('&').map((pair) => pair.split('='))
        const read = pairs.map(([left = '', right = '']) => {
          const [, key = ''] = /^filter\[([^[\]]*)\]$/.exec(left) ?? []
          return [decode(key), decode(right)]
        })
        expect(read).toEqual(Object.entries(value))
      }),
    )
  })

  test('deepObject of the specification', () => {
    expect(deepObject('color', { R: 100, G: 200, B: 150 })).toBe('color[R]=100&color[G]=200&color[B]=150')
  })

  test('allowReserved keeps reserved characters and still reads back', () => {
    expect(reserved(form)('path', '/a:b?c@d!e;f,(g)')).toBe('path=/a:b?c@d!e;f,(g)')
    fc.assert(
      fc.property(anyText, (value) => {
        expect(query(reserved(form)('name', value))).toEqual([['name', value]])
      }),
    )
    fc.assert(
      fc.property(list, (values) => {
        expect(query(reserved(form)('name', values))).toEqual(values.map((value) => ['name', value]))
      }),
    )
  })

  test('JSON of a content-typed parameter', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const [pair] = query(json('filter', value))
        expect(pair?.[0]).toBe('filter')
        expect(JSON.parse(pair?.[1] ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('no value, no parameter', () => {
    for (const serialize of [form, formFlat, spaceDelimited, pipeDelimited, deepObject]) {
      for (const value of [undefined, null, [], [null, undefined]]) {
        expect(serialize('name', value) ?? '').toBe('')
      }
    }
  })

  test('false, zero and the empty text are values', () => {
    expect(form('a', false)).toBe('a=false')
    expect(form('a', 0)).toBe('a=0')
    expect(form('a', '')).toBe('a=')
    expect(form('a', 12345678901234567890n)).toBe('a=12345678901234567890')
  })
})

describe('path parameters read back as they were given', () => {
  test('simple', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        fc.pre(value !== '' && value !== '.' && value !== '..')
        expect(segments(simple('id', value)).map(decode)).toEqual([value])
      }),
    )
    fc.assert(
      fc.property(fc.array(filled, { minLength: 1 }), (values) => {
        fc.pre(!/^\.{1,2}$/.test(values.join()))
        const [segment, ...rest] = segments(simple('id', values))
        expect(rest).toEqual([])
        expect(segment?.split(',').map(decode)).toEqual(values)
      }),
    )
  })

  test('simple, exploded object', () => {
    fc.assert(
      fc.property(record, (value) => {
        const [segment] = segments(simpleExplode('id', value))
        const read = segment?.split(',').map((pair) => pair.split('=').map(decode))
        expect(read).toEqual(Object.entries(value))
      }),
    )
  })

  test('label', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        // `..` would be a step upwards; what a call does with it is a test of its own.
        fc.pre(!/^\.?$/.test(value))
        const [segment] = segments(label('id', value))
        expect(segment?.[0]).toBe('.')
        expect(decode(segment?.slice(1) ?? '')).toBe(value)
      }),
    )
    fc.assert(
      fc.property(fc.array(filled, { minLength: 2 }), (values) => {
        const [segment] = segments(label('id', values))
        expect(segment?.slice(1).split(',').map(decode)).toEqual(values)
      }),
    )
  })

  // A dot inside an item can't be told from the one between two: URLs don't encode dots.
  test('label, exploded', () => {
    fc.assert(
      fc.property(fc.array(filled, { minLength: 2 }), (values) => {
        fc.pre(values.every((value) => !value.includes('.')))
        const [segment] = segments(labelExplode('id', values))
        expect(segment?.slice(1).split('.').map(decode)).toEqual(values)
      }),
    )
  })

  test('matrix', () => {
    fc.assert(
      fc.property(filled, list, (name, values) => {
        const [segment = ''] = segments(matrix(name, values))
        const [left = '', right = ''] = segment.slice(1).split('=')
        expect(segment[0]).toBe(';')
        expect(decode(left)).toBe(name)
        expect(right.split(',').map(decode)).toEqual(values)
      }),
    )
    fc.assert(
      fc.property(filled, list, (name, values) => {
        const [segment = ''] = segments(matrixExplode(name, values))
        const read = segment
          .slice(1)
          .split(';')
          .map((pair) => pair.split('=').map(decode))
        expect(read).toEqual(values.map((value) => [name, value]))
      }),
    )
  })
})

describe('the examples of the specification', () => {
  const array = ['blue', 'black', 'brown']
  const object = { R: 100, G: 200, B: 150 }
  // https://spec.openapis.org/oas/v3.1.1#style-examples
  const table: [written: string | undefined, expected: string][] = [
    [form('color', 'blue'), 'color=blue'],
    [form('color', array), 'color=blue&color=black&color=brown'],
    [form('color', object), 'R=100&G=200&B=150'],
    [formFlat('color', array), 'color=blue,black,brown'],
    [formFlat('color', object), 'color=R,100,G,200,B,150'],
    [spaceDelimited('color', array), 'color=blue%20black%20brown'],
    [pipeDelimited('color', array), 'color=blue%7Cblack%7Cbrown'],
    [simple('color', 'blue'), 'blue'],
    [simple('color', array), 'blue,black,brown'],
    [simple('color', object), 'R,100,G,200,B,150'],
    [simpleExplode('color', array), 'blue,black,brown'],
    [simpleExplode('color', object), 'R=100,G=200,B=150'],
    [label('color', 'blue'), '.blue'],
    [label('color', array), '.blue,black,brown'],
    [label('color', object), '.R,100,G,200,B,150'],
    [labelExplode('color', array), '.blue.black.brown'],
    [labelExplode('color', object), '.R=100.G=200.B=150'],
    [matrix('color', 'blue'), ';color=blue'],
    [matrix('color', array), ';color=blue,black,brown'],
    [matrix('color', object), ';color=R,100,G,200,B,150'],
    [matrixExplode('color', array), ';color=blue;color=black;color=brown'],
    [matrixExplode('color', object), ';R=100;G=200;B=150'],
  ]
  for (const [written, expected] of table) {
    test(expected, () => expect(written).toBe(expected))
  }
})
