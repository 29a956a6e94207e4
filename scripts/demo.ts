import { runDemo } from './demo-steps.js'

const isRight = await runDemo().catch((error: Error) => {
  console.error(error.message)
  return false
})
if (!isRight) process.exitCode = 1
