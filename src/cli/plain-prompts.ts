import { interrupted } from './errors.js'
import { onEnd } from './interrupt.js'
import type { Choice, Prompter } from './prompt.js'
import type { Terminal } from './terminal.js'

/** Prompts that only print lines and read lines: no escape sequence, fit for NO_COLOR and dumb terminals. */
export function plainPrompter(terminal: Terminal): Prompter {
  const ask = async (message: string, check: (text: string) => string | undefined): Promise<string> => {
    for (;;) {
      const answer = (await readLine(terminal, `${message}: `)).trim()
      const problem = check(answer)
      if (problem === undefined) return answer
      terminal.say(problem)
    }
  }
  const list = (choices: Choice[]): void => {
    for (const [index, { label, hint }] of choices.entries()) {
      terminal.say(`${String(index + 1).padStart(3)}  ${label}${hint ? `  ${hint}` : ''}`)
    }
  }
  return {
    text: ({ message, placeholder, check = () => undefined }) =>
      ask(placeholder === undefined ? message : `${message} (${placeholder})`, check),
    secret: async (message) => {
      for (;;) {
        const answer = await readHidden(terminal, `${message} (not shown): `)
        if (answer.trim()) return answer
      }
    },
    pick: async ({ message, choices }) => {
      list(choices)
      const answer = await ask(`${message} (number or name)`, (text) =>
        find(choices, text) ? undefined : 'Type one of the numbers or names above.',
      )
      return find(choices, answer)?.value ?? answer
    },
    pickMany: async ({ message, choices, required }) => {
      list(choices)
      const parts = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)
      const answer = await ask(`${message} (numbers or names, separated by spaces)`, (text) => {
        if (required && parts(text).length === 0) return 'Choose at least one.'
        return parts(text).every((part) => find(choices, part))
          ? undefined
          : 'Type numbers or names from above.'
      })
      return parts(answer).map((part) => find(choices, part)?.value ?? part)
    },
    confirm: async (message) => /^y(?:es)?$/i.test(await ask(`${message} (y/N)`, () => undefined)),
  }
}

const find = (choices: Choice[], text: string): Choice | undefined =>
  choices.find(({ value, label }) => value === text || label === text) ??
  (/^\d+$/.test(text) ? choices[Number(text) - 1] : undefined)

async function readLine({ stdin, stderr }: Terminal, question: string): Promise<string> {
  const { createInterface } = await import('node:readline')
  stderr.write(question)
  const lines = createInterface({ input: stdin, terminal: false })
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    // After a line this changes nothing; without one the input has ended.
    lines.once('close', () => reject(interrupted()))
  })
}

function readHidden({ stdin, stderr }: Terminal, question: string): Promise<string> {
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  const restore = onEnd(() => stdin.setRawMode(false))
  return new Promise((resolve, reject) => {
    let text = ''
    const finish = (settle: () => void): void => {
      stdin.off('data', read)
      stdin.pause()
      restore()
      stderr.write('\n')
      settle()
    }
    const read = (chunk: string): void => {
      for (const character of chunk) {
        const isCancel = character === '\u0003' || character === '\u0004'
        if (isCancel || character === '\r' || character === '\n') {
          finish(() => (isCancel ? reject(interrupted()) : resolve(text)))
          return
        }
        if (character === '\u007f' || character === '\b') text = text.slice(0, -1)
        else if (character >= ' ') text += character
      }
    }
    stdin.on('data', read)
    stdin.resume()
  })
}
