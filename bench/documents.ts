import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRecorder } from '../test/wire/recorder.js'
import { checkDocument, type Outcome } from './documents/check.js'
import { compileErrors, generate, load } from './documents/project.js'
import { type DocumentSource, epilotDocuments, install, otherDocuments } from './documents/sources.js'

// Generates clients from documents that no one here wrote, compiles them, calls every operation against a server
// that records, and compares each request with the document. `--others` takes the documents of other APIs.

const checkAll = async (sources: DocumentSource[]): Promise<Outcome[]> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'epilot-documents-')))
  const recorder = await startRecorder((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  try {
    const begin = performance.now()
    const elapsed = (): string => `${((performance.now() - begin) / 1000).toFixed(1)} s`
    const { files, warnings } = await generate(folder, sources)
    console.log(`generated ${files.length} files (${elapsed()})`)
    for (const { source, pointer, message } of warnings)
      console.log(`  warning: ${source.slice(source.lastIndexOf('/') + 1)} ${pointer} ${message}`)

    const loaded = await load(
      folder,
      sources.map(({ name }) => name),
    )
    const outcomes: Outcome[] = []
    for (const source of sources) outcomes.push(await checkDocument(source, { loaded, recorder }))
    console.log(`called (${elapsed()})`)

    await mkdir(join(folder, 'calls'))
    const programs = outcomes.map(({ name }) => join(folder, 'calls', `${name}.ts`))
    for (const [index, { program }] of outcomes.entries()) await writeFile(programs[index] as string, program)
    const errors = compileErrors(folder, [...files, ...programs])
    console.log(`compiled (${elapsed()}), ${errors.length} errors`)
    for (const error of errors) {
      const [, name] = /^\w+\/(\w+)/.exec(error) ?? []
      outcomes.find((outcome) => outcome.name === name)?.failures.push(error)
    }
    return outcomes
  } finally {
    await recorder.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const report = (outcomes: Outcome[]): void => {
  for (const { name, failures, left } of outcomes) {
    for (const line of left) console.log(`no value that fits: ${name} ${line}`)
    for (const line of failures) console.log(`FAIL ${name} ${line}`)
  }
  const sum = (key: 'operations' | 'calls'): number => outcomes.reduce((total, one) => total + one[key], 0)
  console.log(`${outcomes.length} APIs, ${sum('operations')} operations, ${sum('calls')} calls checked`)
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length
  console.log(`${outcomes.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

const isOthers = process.argv.includes('--others')
install({ all: isOthers })
report(await checkAll(isOthers ? otherDocuments() : epilotDocuments()))
