import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkText } from '../../src/cli/check-text.js'
import { formatJson } from '../../src/cli/json.js'
import { plainText } from '../../src/cli/markdown.js'
import { mask, maskHeader, maskText, maskUrl } from '../../src/cli/mask.js'
import { maskBody } from '../../src/cli/mask-body.js'
import { readTimeout } from '../../src/cli/options.js'
import { describe as describeSchema } from '../../src/cli/schema.js'
import { didYouMean } from '../../src/cli/suggest.js'
import { oneLine, stripControls, wrap } from '../../src/cli/text.js'

const document = { openapi: '3.0.3', info: { title: 'x', version: '1' } }

describe('formatJson', () => {
  test('lays JSON out as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const safe = JSON.stringify(value).replace(
          /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
          '',
        )
        const expected = JSON.stringify(JSON.parse(safe), null, indent)
        expect(formatJson(JSON.stringify(JSON.parse(safe), null, 7), { indent })).toBe(expected)
      }),
    )
  })

  test('keeps the value, whatever characters are in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const formatted = formatJson(JSON.stringify({ [text]: [text] }), { indent: 2 })
        expect(JSON.parse(formatted)).toEqual({ [text]: [text] })
        expect(formatted).not.toMatch(/[^\P{Cc}\n]/u)
      }),
    )
  })
})

describe('mask', () => {
  test('shows nothing of a value under 16 characters, else its last four', () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        expect(mask(secret)).toBe(secret.length < 16 ? '****' : `****${secret.slice(-4)}`)
      }),
    )
  })

  test.each([
    ['Authorization', 'Bearer 0123456789abcdef', 'Bearer ****cdef'],
    ['authorization', 'Bearer short', 'Bearer ****'],
    ['Cookie', 'a=0123456789abcdef; b=2', 'a=****cdef; b=****'],
    ['x-api-key', '0123456789abcdef', '****cdef'],
    ['X-Amz-Security-Token', 'short', '****'],
    ['Accept', 'application/json', 'application/json'],
  ])('of the header %s', (name, value, shown) => {
    expect(maskHeader(name, value)).toBe(shown)
  })

  test('hides secret properties and leaves the rest of a body as it is', () => {
    const body =
      '{ "client_secret" : "a\\"b", "name":"x", "nested":{"access_token":"0123456789abcdefgh"}, "token_type":"api" }'

    expect(maskBody(body, { type: 'application/json', secrets: [] })).toBe(
      '{ "client_secret" : "****", "name":"x", "nested":{"access_token":"****efgh"}, "token_type":"api" }',
    )
  })

  test('hides secret query parameters of a URL', () => {
    expect(maskUrl('https://a.b/c?x=1&api_key=0123456789abcdef&X-Amz-Signature=abc#d', [])).toBe(
      'https://a.b/c?x=1&api_key=****cdef&X-Amz-Signature=****#d',
    )
  })

  test.each([
    [
      'application/x-www-form-urlencoded',
      'username=u&pass%77ord=0123456789abcdef&auth[token]=x',
      'username=u&pass%77ord=****cdef&auth[token]=****',
    ],
    [
      'application/json',
      '{"password":12345678901234567890,"pin":null}',
      '{"password":"****7890","pin":null}',
    ],
    [
      'application/json',
      '{"access_tokens":["0123456789abcdef",{"a":"b"}],"name":"x"}',
      '{"access_tokens":["****cdef",{"a":"****"}],"name":"x"}',
    ],
    ['application/json', '{"passw\\u006frd":"a\\"b","pwd":"c"', '{"passw\\u006frd":"****","pwd":"****"'],
    [
      'application/json',
      '{"callback":"https://a.b/c?access_token=0123456789abcdef"}',
      '{"callback":"https://a.b/c?access_token=****cdef"}',
    ],
    [
      'application/xml',
      '<a><password x="1">hunter2</password><b>c</b></a>',
      '<a><password x="1">****</password><b>c</b></a>',
    ],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n****\r\n--b--',
    ],
  ])('hides the secrets of a body of type %s: %s', (type, body, shown) => {
    expect(maskBody(body, { type, secrets: [] })).toBe(shown)
  })

  test('hides secrets in the URL of a header, and each cookie', () => {
    expect(maskHeader('location', 'https://me:pw@a.b/c#access_token=0123456789abcdef')).toBe(
      'https://****@a.b/c#access_token=****cdef',
    )
    expect(maskHeader('set-cookie', 'a=0123456789abcdef; Path=/')).toBe('a=****cdef; Path=/')
  })

  test.each(['abcdefghijklmnop$&', 'abcdefghijklmnop$`'])(
    'a secret may end with what a replacement means: %s',
    (secret) => {
      expect(maskText(`bad token ${secret}`, [secret])).toBe(`bad token ${mask(secret)}`)
    },
  )

  test('finds a secret plain, URL-encoded and in base64', () => {
    const secret = 'pass word/with+signs'
    const text = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].join(' | ')

    expect(maskText(text, [secret])).toBe('****igns | ****igns | ****igns')
  })

  test('a short secret is hidden as a word, not inside of others', () => {
    expect(maskText('the key is key1, not key', ['key'])).toBe('the **** is key1, not ****')
  })

  test('is quick on text that is made to be slow', () => {
    const startedAt = performance.now()
    const secrets = ['secret-secret']
    maskBody('"a'.repeat(500_000), { type: 'application/json', secrets })
    maskBody(`{"${'\\"'.repeat(500_000)}`, { type: 'application/json', secrets })
    maskBody('<a '.repeat(100_000), { type: 'application/xml', secrets })
    maskBody('name="a"\n'.repeat(20_000), { type: 'multipart/form-data', secrets })
    maskBody('a'.repeat(500_000), { type: 'application/x-www-form-urlencoded', secrets })
    maskUrl('https://&'.repeat(50_000), [])
    stripControls('\u001b]'.repeat(100_000))
    plainText('[a]('.repeat(50_000))
    plainText('**a'.repeat(50_000))
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})

test.each([
  ['# Title', 'Title'],
  ['**bold** and *soft* and `code`', 'bold and soft and code'],
  ['[docs](https://docs.epilot.io)', 'docs (https://docs.epilot.io)'],
  ['a_snake_case 2 * 3 * 4', 'a_snake_case 2 * 3 * 4'],
  ['* one\n* two', '- one\n- two'],
  ['a<br/>b <b>c</b>', 'a\nb c'],
  ['```json\n{}\n```', '{}'],
  ['**Access Token type: `API`** (default)', 'Access Token type: API (default)'],
])('Markdown %j is %j', (markdown, text) => {
  expect(plainText(markdown)).toBe(text)
})

test.each([
  ['listAcessTokens', ['createAccessToken', 'listAccessTokens'], 'listAccessTokens'],
  ['list-access-tokens', ['listAccessTokens'], 'listAccessTokens'],
  ['pai', ['api', 'app'], 'api'],
  ['quite-another-thing', ['api', 'app'], undefined],
  ['', ['api'], undefined],
])('the name nearest to %j among %j is %j', (word, candidates, name) => {
  expect(didYouMean(word, candidates)).toBe(name && `Did you mean ${name}?`)
})

test.each([
  [{ type: 'string' }, '00123', undefined],
  [{ type: 'integer' }, '00123', undefined],
  [{ type: 'integer' }, '1.5', 'must be an integer; got "1.5"'],
  [{ type: 'number', exclusiveMinimum: true, minimum: 1 }, '1', 'must be more than 1; got 1'],
  [{ type: 'number', exclusiveMaximum: 5 }, '5', 'must be less than 5; got 5'],
  [{ type: 'boolean' }, 'yes', 'must be true or false; got "yes"'],
  [{ type: 'string', format: 'uuid' }, 'x', 'must be a uuid; got "x"'],
  [{ type: 'string', pattern: '^a+$' }, 'b', 'must match ^a+$; got "b"'],
  [{ type: 'string', pattern: '(' }, 'b', undefined],
  [
    { oneOf: [{ type: 'integer' }, { type: 'string', enum: ['all'] }] },
    'some',
    'must be integer or all; got "some"',
  ],
  [{ type: ['string', 'null'] }, 'anything', undefined],
  [{ type: ['string', 'null'], maxLength: 3 }, 'toolong', 'must have at most 3 characters'],
  [{ type: ['string', 'null'], maxLength: 3 }, 'null', undefined],
  [{ type: 'string', nullable: true, pattern: '^[A-Z]$' }, 'ab', 'must match ^[A-Z]$; got "ab"'],
  [{ pattern: '^[A-Z]$' }, 'ab', 'must match ^[A-Z]$; got "ab"'],
  [{ pattern: '^[A-Z]$' }, '12', undefined],
  [{ type: 'number', multipleOf: 0.01 }, '19.99', undefined],
  [{ type: 'number', multipleOf: 0.01 }, '0.07', undefined],
  [{ type: 'number', multipleOf: 0.01 }, '0.075', 'must be a multiple of 0.01; got 0.075'],
  [{ type: 'integer', multipleOf: 2 }, '10000000001', 'must be a multiple of 2; got 10000000001'],
  [{ type: 'integer', format: 'int32' }, '2147483648', 'must be an int32; got 2147483648'],
  [{ type: 'string', format: 'date' }, '2024-02-29', undefined],
  [{ type: 'string', format: 'date' }, '2026-02-29', 'must be a date; got "2026-02-29"'],
  [{ type: 'string', format: 'date-time' }, '2026-01-31T23:59:60Z', undefined],
  [
    { type: 'string', format: 'date-time' },
    '2020-02-31T00:00:00Z',
    'must be a date-time; got "2020-02-31T00:00:00Z"',
  ],
  [{ type: 'string', format: 'email' }, 'me', 'must be an email; got "me"'],
  [{ type: 'string', format: 'made-up' }, 'anything', undefined],
  [{ const: 'a' }, 'b', 'must be a; got "b".'],
  [{}, 'anything', undefined],
])('a parameter of %j takes %j, or not: %j', (schema, text, problem) => {
  expect(checkText(document, schema, text)).toBe(problem)
})

test('a schema in few words', () => {
  expect(describeSchema(document, { type: 'array', items: { type: 'string' } })).toBe('string[]')
  expect(
    describeSchema(document, {
      oneOf: [
        { type: 'integer', minimum: 1 },
        { type: 'string', format: 'date' },
      ],
    }),
  ).toBe('integer from 1 or string (date)')
})

test.each([
  ['5000', 5000],
  ['30s', 30_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['2m', 120_000],
])('a timeout of %s is %i ms', (text, milliseconds) => {
  expect(readTimeout(text)).toBe(milliseconds)
})

test.each(['', '0', '-1', '1 s', '1d', 'Infinity', '1e3'])('%j is no timeout', (text) => {
  expect(() => readTimeout(text)).toThrow('--timeout takes')
})

test('a text becomes one line without control characters', () => {
  expect(oneLine('a\r\nb\t\u001b[31mc\u001b[0m\u0000 \u202ed')).toBe('a b c d')
  expect(Array.from(oneLine('🙂'.repeat(1000)))).toHaveLength(500)
})

test('text is broken at spaces', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
  expect(wrap('averylongword b', 4)).toEqual(['averylongword', 'b'])
})
