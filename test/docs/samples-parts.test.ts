import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { subpathProgram } from '../dist/bundle.js'
import { shapeDifferences } from './answers.js'
import { samplesOf } from './samples.js'

const optional = new Set(['last_used'])

describe('the shape of an answer', () => {
  it('is that of the sample when types and members agree', () => {
    const shown = [{ id: 'a', last_used: 'b', roles: ['c'] }]
    expect(
      shapeDifferences(
        [
          { id: 'x', roles: [] },
          { id: 'y', roles: ['z'] },
        ],
        shown,
        { optional },
      ),
    ).toEqual([])
  })

  it('differs by a member that is not shown, is missing, or has another type', () => {
    const differences = shapeDifferences({ id: 1, secret: 's' }, { id: 'a', name: 'b' }, { optional })
    expect(differences).toEqual([
      '.secret is not shown',
      '.name is shown, but missing',
      '.id is number, shown as string',
    ])
  })
})

describe('the samples of a page', () => {
  it('are the program that is measured, where the page gives its size', async () => {
    const guide = await readFile(new URL('../../docs/guide/bundle-size.md', import.meta.url), 'utf8')
    expect(samplesOf(guide, 'bundle-size.md')[0]?.code).toBe(subpathProgram)
  })

  it('carry the answer below them, the reason not to run, and the file they show', () => {
    const page = [
      '# Page',
      '```ts',
      'call()',
      '```',
      '```json',
      '{ "id": 1 }',
      '```',
      '<!-- not run: no network -->',
      '```bash',
      'npm install',
      '```',
      '<!-- file: config.json -->',
      '```json',
      '{}',
      '```',
    ].join('\n')

    expect(samplesOf(page, 'page.md')).toEqual([
      { at: 'page.md:2', page: 'page.md', language: 'ts', code: 'call()', answer: { id: 1 } },
      { at: 'page.md:9', page: 'page.md', language: 'bash', code: 'npm install', notRun: 'no network' },
      { at: 'page.md:13', page: 'page.md', language: 'json', code: '{}', file: 'config.json' },
    ])
  })
})
