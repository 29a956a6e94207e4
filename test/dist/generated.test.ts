import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { generateFiles } from '../codegen/project.js'
import { startRecorder } from '../wire/recorder.js'
import { runOrThrow } from './process.js'
import { consumerKinds, typeCheck } from './typescript.js'

const consumer = inject('consumer')

const program = `import { createSDK } from '@epilot/sdk'
import { createClient, isApiError } from './feature/index.gen.js'
import * as feature from './feature/index.gen.js'

export const run = async (server: string): Promise<unknown[]> => {
  const lazy = createSDK({ server, apis: { feature: () => import('./feature/index.gen.js') } })
  const eager = createSDK({ server, apis: { feature } })
  const client = createClient({ server })
  const answers = [
    await lazy.feature.getPetsById('1'),
    await eager.feature.patchPet({ id: '2' }, { name: 'Tom', secret: 's' }),
    await client.listPets({ 'x-tenant': 'a', limit: 3 }),
    await client.paths['/pets/{id}'].delete('4'),
  ]
  const error: unknown = await client.getPetsById('missing').catch((reason: unknown) => reason)
  const documents = [await eager.openapi('feature'), await lazy.openapi('feature')]
  return [...answers.map(({ status }) => status), isApiError(error, 'getPetsById', 404), ...documents.map(({ openapi }) => openapi)]
}
`

let files: Record<string, string>

beforeAll(async () => {
  const generated = await generateFiles('test/fixtures/features.yaml')
  const entries = Object.entries(generated.files).map(([name, text]) => [`feature/${name}`, text])
  files = { ...Object.fromEntries(entries), 'program.ts': program }
})

describe('an API that a user generated, with the packed package', () => {
  it.each(consumerKinds)(
    '$name: compiles under the strictest flags',
    async ({ importEquals: _, ...kind }) => {
      const { errors } = await typeCheck({
        consumer,
        kind,
        files,
        compilerOptions: {
          isolatedDeclarations: true,
          declaration: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          noPropertyAccessFromIndexSignature: true,
          noImplicitReturns: true,
        },
      })
      expect(errors).toBe('')
    },
  )

  it.each([
    { module: ts.ModuleKind.ESNext, type: 'module', flags: [] },
    { module: ts.ModuleKind.CommonJS, type: 'commonjs', flags: ['--no-experimental-require-module'] },
  ] as const)(
    'runs as $type: on a facade, lazily and eagerly, and as a client of its own',
    async ({ module, type, flags }) => {
      const recorder = await startRecorder((request, response) => {
        const missing = request.url.endsWith('/missing')
        response.writeHead(missing ? 404 : 200, { 'content-type': 'application/json' }).end('{}')
      })
      const folder = await mkdtemp(join(consumer, 'generated-'))
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type }))
      await runOrThrow('mkdir', ['feature'], { cwd: folder })
      for (const [name, text] of Object.entries(files)) {
        const { outputText } = ts.transpileModule(text, {
          compilerOptions: { module, target: ts.ScriptTarget.ES2022 },
        })
        await writeFile(join(folder, name.replace(/\.ts$/, '.js')), outputText)
      }
      const start = `import('./program.js').then(({ run }) => run(${JSON.stringify(recorder.url)})).then((all) => console.log(JSON.stringify(all)))`

      const output = await runOrThrow(process.execPath, [...flags, '-e', start], { cwd: folder }).finally(
        () => recorder.close(),
      )

      expect(JSON.parse(output)).toEqual([200, 200, 200, 200, true, '3.1.0', '3.1.0'])
      expect(recorder.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
        'GET /pets/1',
        'PATCH /pets/2',
        'GET /pets?limit=3',
        'DELETE /pets/4',
        'GET /pets/missing',
      ])
    },
  )
})
