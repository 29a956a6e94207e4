#!/usr/bin/env node
import { interruptible } from './interrupt.js'
import { report } from './report.js'
import { run } from './run.js'
import { openTerminal } from './terminal.js'

const argv = process.argv.slice(2)
const terminal = openTerminal(process.env)
const isJson = argv.includes('--json')

interruptible()
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => process.exit(report(error, terminal, isJson)))
}

// Not process.exit(): what stdout still holds has to reach a slow pipe first.
run(argv, terminal).then(
  (code) => {
    process.exitCode ||= code
  },
  (error: unknown) => {
    process.exitCode = report(error, terminal, isJson)
  },
)
