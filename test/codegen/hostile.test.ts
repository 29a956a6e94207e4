import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { compile, generateFiles } from './project.js'

const ATTACKS = [
  "'); globalThis.pwned = 1; ('",
  '"); globalThis.pwned = 1; ("',
  '`$' + '{globalThis.pwned = 1}`',
  '*/ globalThis.pwned = 1; /*',
  '*\\/ */ pwned() //',
  "\\'; pwned(); //",
  'a\n*/ pwned()',
  'a\u2028pwned()\u2029',
  '{pwned}',
  '__proto__',
  'constructor',
  '../../../pwned',
  '</script><script>pwned()</script>',
]

/** A document with one text in every place that takes free text. */
function documentWith(attack: string): object {
  const own = (value: unknown): object => Object.fromEntries([[attack, value]])
  const schema = {
    type: 'object',
    title: attack,
    description: attack,
    format: attack,
    required: [attack],
    properties: Object.fromEntries([
      [attack, { type: 'string', description: attack, enum: [attack], example: attack, default: attack }],
      ['const', { const: attack }],
    ]),
    example: own(attack),
  }
  return {
    openapi: '3.1.0',
    info: { title: attack, version: attack, description: attack },
    servers: [{ url: `https://example.com/${attack}` }],
    tags: [{ name: attack, description: attack }],
    security: [own([])],
    paths: Object.fromEntries([
      [
        `/${attack}`,
        {
          summary: attack,
          post: {
            operationId: attack,
            summary: attack,
            description: attack,
            tags: [attack],
            parameters: [
              {
                name: attack,
                in: 'query',
                description: attack,
                required: true,
                example: attack,
                style: 'deepObject',
                schema,
              },
              { name: attack, in: 'header', schema: { type: 'string' } },
            ],
            requestBody: {
              required: true,
              content: {
                'multipart/form-data': {
                  schema: {
                    $ref: `#/components/schemas/${attack.replaceAll('~', '~0').replaceAll('/', '~1')}`,
                  },
                  encoding: own({ contentType: attack }),
                },
              },
            },
            responses: {
              200: { description: attack, content: own({ schema }) },
              [attack]: { description: attack },
            },
          },
        },
      ],
    ]),
    components: {
      schemas: own(schema),
      securitySchemes: own({ type: 'apiKey', in: 'header', name: attack, description: attack }),
    },
  }
}

/** Identifiers in the code of a file that the attacks would bring in. */
function injected(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const isName = ts.isIdentifier(node) && (node.parent as ts.NamedDeclaration).name === node
    if (ts.isIdentifier(node) && node.text === 'pwned' && !isName) found.push(node.parent.getText())
    if (ts.isTemplateExpression(node)) found.push(node.getText())
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('a hostile document', () => {
  it.each(ATTACKS)('brings no code into the files: %j', async (attack) => {
    const { files } = await generateFiles(documentWith(attack))

    const code = Object.entries(files).flatMap(([name, text]) => injected(name, text))

    expect(code).toEqual([])
    expect(Object.keys(files)).toHaveLength(6)
  })

  it('gives files that compile all the same', async () => {
    const all = await Promise.all(ATTACKS.map((attack) => generateFiles(documentWith(attack))))
    const files = all.flatMap((one, index) =>
      Object.entries(one.files).map(([name, text]) => [`attack${index}/${name}`, text]),
    )

    expect(compile(Object.fromEntries(files)).errors).toEqual([])
  })

  it('keeps a property called __proto__ a property', async () => {
    const { files } = await generateFiles(JSON.parse(JSON.stringify(documentWith('__proto__'))))

    expect(files['schema.gen.ts']).toMatch(/^ {2}__proto__: "__proto__"$/m)
    expect(files['openapi.gen.ts']).toContain('JSON.parse(')
  })

  it.each(['../evil', 'a/b', '__proto__', 'then', 'authorize', 'openapi', '', 'a-b'])(
    'is refused under the name %j, before anything is written',
    async (name) => {
      await expect(generateFiles('openapi.json', name)).rejects.toThrow(/name/)
    },
  )
})
