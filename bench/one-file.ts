import { bundleOneFile, gzipSize } from '../test/dist/bundle.js'
import { atMost, type Figure } from './measure.js'
import type { Workspace } from './workspace.js'

const APIS = ['entity', 'file', 'workflow', 'user', 'automation']

const program = (entry: (api: string) => string): string => `
${APIS.map((api) => `import { getClient as ${api} } from '${entry(api)}'`).join('\n')}
console.log(
  await entity().getEntity({ slug: 'contact', id: '1' }),
  await file().getFile({ id: '1' }),
  await workflow().getExecutions(),
  await user().getMeV2(),
  await automation().getExecutions(),
)
`

/** What five calls through subpath imports weigh in one file. */
export const measureOneFile = async ({ folder }: Workspace): Promise<Figure[]> => {
  const bundle = (code: string): Promise<string> => bundleOneFile({ consumer: folder, code })
  const ours = await bundle(program((api) => `./epilot/${api}/index.gen.js`))
  const two = await bundle(program((api) => `@epilot/sdk-2/${api}`))
  const section = 'Five calls through subpath imports, one file'
  const share = (what: string, [a, b]: [number, number]): Figure =>
    atMost(0.1, a / b, {
      section,
      what,
      unit: 'x',
      note: `${a.toLocaleString('en-US')} of ${b.toLocaleString('en-US')} bytes`,
    })
  return [
    share('minified, beside @epilot/sdk 2', [ours.length, two.length]),
    share('minified and gzipped, beside @epilot/sdk 2', [gzipSize(ours), gzipSize(two)]),
  ]
}
