import { defineConfig } from 'vitest/config'

const packed = './test/dist/setup.ts'

/**
 * `unit` runs the source, `site` the documentation. Every other project builds and packs the package once per
 * run and tests what a user would install. `browser`, `site` and `terminal` need programs that `.ci/run` installs.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{dist,cli,docs,browser,terminal,matrix}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'packed',
          include: ['test/{dist,cli,docs}/**/*.test.ts'],
          globalSetup: packed,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: ['test/browser/site.test.ts'],
          globalSetup: packed,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'site', include: ['test/browser/site.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'terminal',
          include: ['test/terminal/**/*.test.ts'],
          globalSetup: packed,
          testTimeout: 120_000,
        },
      },
    ],
  },
})
