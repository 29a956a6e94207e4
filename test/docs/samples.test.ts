import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { startLocalApi } from '../dist/local-api.js'
import { run } from '../dist/process.js'
import { toJavaScript } from '../dist/snippets.js'
import { consumerKinds, typeCheck } from '../dist/typescript.js'
import { optionalMembers, shapeDifferences } from './answers.js'
import { freePort } from './free-port.js'
import { ANSWER_MARK, isInternal, programOf } from './programs.js'
import { allSamples, type Sample } from './samples.js'

const consumer = inject('consumer')
const installed = inject('installed')
const root = fileURLToPath(new URL('../..', import.meta.url))
const tsx = import.meta.resolve('tsx')

const samples = await allSamples()
const notRun = samples.filter((sample) => sample.notRun !== undefined)
const files = samples.filter((sample) => sample.file !== undefined)
const runnable = samples.filter((sample) => sample.notRun === undefined && sample.file === undefined)
const programs = runnable.filter(({ language }) => language === 'ts')
const shells = runnable.filter(({ language }) => ['bash', 'sh'].includes(language))
const types = programs.filter(({ code }) => /^type \w+ =/.test(code))

const optional = await optionalMembers()
const ran = { programs: 0, shells: 0, compared: 0 }

/** A folder below the consumer with what samples expect to find beside them. */
const workFolder = async (sample: Sample, token: string): Promise<string> => {
  const folder = join(consumer, 'samples', sample.at.replace(/\W+/g, '-'))
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  await writeFile(join(folder, 'body.json'), '{ "name": "From a file", "token_type": "api" }')
  await writeFile(join(folder, 'token.txt'), `${token}\n`)
  for (const name of ['openapi.json', 'openapi.yaml', 'entity.yaml'])
    await writeFile(join(folder, name), await readFile(join(root, 'openapi.json')))
  await writeFile(
    join(folder, 'epilot.config.json'),
    '{ "out": "src/epilot", "apis": { "entity": "entity.yaml" } }',
  )
  for (const name of ['openapi-typescript', 'typescript'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  await mkdir(join(folder, 'node_modules/.bin'))
  await symlink(join(installed, 'dist/cli/index.js'), join(folder, 'node_modules/.bin/epilot'))
  for (const { file, code, page } of files) {
    if (file === undefined || page !== sample.page) continue
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), `${code}\n`)
  }
  return folder
}

/** Runs something with a local API of its own, as samples create and revoke tokens. */
const withLocalApi = async <T>(task: (api: { url: string; token: string }) => Promise<T>): Promise<T> => {
  const api = await startLocalApi(installed)
  try {
    return await task(api)
  } finally {
    await api.close()
  }
}

const expectShape = (answer: unknown, sample: Sample): void => {
  expect(shapeDifferences(answer, sample.answer, { optional })).toEqual([])
  ran.compared++
}

const withoutIds = (text: string): string => text.replace(/[\da-f]{8}(-[\da-f]{4,12}){4}/g, 'an id')

/** How a program gets to the local API: by itself where it asks for its address, else as if epilot were there. */
const preloadFor = (program: string): string[] => {
  if (isInternal(program)) return ['--import', tsx]
  return program.includes('EPILOT_SERVER') ? [] : ['--import', '../../sample-server.mjs']
}

/** The path of a reader who installed the package and, but for samples that need nothing of it, put its command there. */
const pathFor = (folder: string, { code }: Sample): string =>
  /\bnpx |export PATH/.test(code)
    ? (process.env.PATH ?? '')
    : `${join(folder, 'node_modules/.bin')}:${process.env.PATH}`

beforeAll(async () => {
  const setServer = "import { epilot } from '@epilot/sdk'\nepilot.server(process.env.EPILOT_SERVER ?? '')\n"
  await writeFile(join(consumer, 'sample-server.mjs'), setServer)
})

describe('samples', () => {
  it('are programs, shell lines, files, or marked with the reason why they are not run', () => {
    const known = new Set([...notRun, ...files, ...programs, ...shells])
    expect(samples.filter((sample) => !known.has(sample)).map(({ at }) => at)).toEqual([])
  })

  it('type-check against the packed package', async () => {
    const kind = consumerKinds.find(({ name }) => name === 'ESM, nodenext')
    if (!kind) throw new Error('There is no consumer of that kind.')
    const sources = programs.map((sample) => [`${sample.at.replace(/\W+/g, '-')}.ts`, programOf(sample)])
    const { errors } = await typeCheck({
      consumer,
      kind,
      files: Object.fromEntries(sources),
      compilerOptions: { types: ['node'], lib: ['ES2023', 'DOM', 'DOM.Iterable'], skipLibCheck: true },
    })
    expect(errors).toBe('')
  })

  it.concurrent.each(
    programs.filter((sample) => !types.includes(sample)).map((sample) => [sample.at, sample] as const),
  )('run: %s', async (_, sample) => {
    await withLocalApi(async (api) => {
      const folder = await workFolder(sample, api.token)
      const program = programOf(sample).replaceAll('<token>', api.token)
      await writeFile(join(folder, 'sample.mjs'), await toJavaScript(program, 'esm'))
      const { code, stdout, stderr } = await run(process.execPath, [...preloadFor(program), 'sample.mjs'], {
        cwd: folder,
        env: { EPILOT_SERVER: api.url, EPILOT_TOKEN: api.token },
        timeout: 30_000,
      })
      expect(code, `${stdout}\n${stderr}`).toBe(0)
      ran.programs++
      if (sample.output !== undefined) expect(withoutIds(stdout)).toBe(withoutIds(`${sample.output}\n`))
      const answer = stdout.split('\n').find((line) => line.startsWith(ANSWER_MARK))
      if (sample.answer !== undefined)
        expectShape(JSON.parse((answer ?? '').slice(ANSWER_MARK.length)), sample)
    })
  })

  it.concurrent.each(shells.map((sample) => [sample.at, sample] as const))(
    'run in a shell: %s',
    async (_, sample) => {
      await withLocalApi(async (api) => {
        const folder = await workFolder(sample, api.token)
        const lines = sample.code
          .replaceAll('<token>', api.token)
          .replaceAll('4010', String(await freePort()))
        const { code, stdout, stderr } = await run('sh', ['-euc', `(${lines}\n) < body.json`], {
          cwd: folder,
          env: {
            EPILOT_SERVER: api.url,
            EPILOT_TOKEN: api.token,
            HOME: folder,
            XDG_CONFIG_HOME: join(folder, '.config'),
            PATH: pathFor(folder, sample),
          },
          timeout: 60_000,
        })
        expect(code, `${stdout}\n${stderr}`).toBe(0)
        ran.shells++
        const isWhole = !/--jsonata (?!'\$')/.test(sample.code) && !sample.code.startsWith('#')
        if (sample.answer !== undefined && isWhole) expectShape(JSON.parse(stdout), sample)
      })
    },
  )

  it('are as many as this', () => {
    console.log(
      `samples: ${ran.programs} programs and ${ran.shells} shell samples ran, ${types.length} types are the exported ones, ` +
        `${ran.compared} answers have the shape shown, ${files.length} files used, ${notRun.length} not run:\n` +
        notRun.map(({ at, notRun }) => `  ${at}: ${notRun}`).join('\n'),
    )
    expect(ran.programs).toBe(programs.length - types.length)
    expect(ran.shells).toBe(shells.length)
    expect(ran.compared).toBeGreaterThan(20)
  })
})
