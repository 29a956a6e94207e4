import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

interface LockedPackage {
  dev?: boolean
  devOptional?: boolean
  hasInstallScript?: boolean
}

test('nothing that is installed with the package runs a script on install', async () => {
  const lock = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, LockedPackage>
  }
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, devOptional }]) => path && !dev && !devOptional,
  )
  console.log(`packages installed with ours: ${installed.length}`)
  expect(installed.length).toBeGreaterThan(3)
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([])
})

test('npm audit finds nothing in what is installed with the package, where the registry offers it', async () => {
  const output = await new Promise<string>((resolve) => {
    execFile('npm', ['audit', '--omit=dev', '--json'], { cwd: root, timeout: 30_000 }, (_error, stdout) =>
      resolve(stdout),
    )
  })
  const report = (output.trim() ? JSON.parse(output) : {}) as { vulnerabilities?: Record<string, unknown> }
  if (!report.vulnerabilities) {
    console.log('npm audit: not run, this registry does not offer it')
    return
  }
  expect(Object.keys(report.vulnerabilities)).toEqual([])
}, 60_000)
