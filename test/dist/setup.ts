import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { installConsumer, packSDK } from './pack.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the packed package. */
    tarball: string
    /** A project with the tarball installed by npm; tests write into folders below it. */
    consumer: string
    /** The installed package: `node_modules/@epilot/sdk` of the consumer. */
    installed: string
  }
}

let folder: string

/** Builds, packs and installs once for all test files of a run. */
export const setup = async (project: TestProject): Promise<void> => {
  folder = await mkdtemp(join(tmpdir(), 'epilot-sdk-'))
  const tarball = await packSDK(folder)
  const consumer = await installConsumer({ folder: join(folder, 'consumer'), tarball })
  project.provide('tarball', tarball)
  project.provide('consumer', consumer)
  project.provide('installed', join(consumer, 'node_modules/@epilot/sdk'))
}

export const teardown = async (): Promise<void> => {
  await rm(folder, { recursive: true, force: true })
}
