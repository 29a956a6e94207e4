import { interrupted } from './errors.js'
import { onEnd } from './interrupt.js'
import { plainPrompter } from './plain-prompts.js'
import { type Terminal, wantsColor } from './terminal.js'
import { stripControls } from './text.js'

/** One thing to choose. */
export interface Choice {
  value: string
  label: string
  hint?: string
}

/** @returns what is wrong with an answer, if anything is. */
export type Check = (text: string) => string | undefined

/** The questions that a person can be asked; each throws with exit code 130 on Ctrl-C. */
export interface Prompter {
  text(question: { message: string; placeholder?: string; check?: Check }): Promise<string>
  secret(message: string): Promise<string>
  /** One of many; typing filters them. */
  pick(question: { message: string; choices: Choice[] }): Promise<string>
  /** Any number of few. */
  pickMany(question: { message: string; choices: Choice[]; required: boolean }): Promise<string[]>
  confirm(message: string): Promise<boolean>
}

/** Prompts on stderr: with colours and keys where escape sequences are wanted, line by line elsewhere. */
export async function prompterFor(terminal: Terminal): Promise<Prompter> {
  const isRich = wantsColor(terminal.stderr, terminal.env)
  return cleanPrompter(isRich ? await richPrompter(terminal) : plainPrompter(terminal))
}

// Questions hold words of documents that anybody may have written.
const clean = (text: string): string => stripControls(text).replace(/\s/g, ' ')

/** Asks the same without control characters; the values of choices stay what they are. */
function cleanPrompter(prompter: Prompter): Prompter {
  const choicesOf = (choices: Choice[]): Choice[] =>
    choices.map(({ value, label, hint }) => ({
      value,
      label: clean(label),
      ...(hint !== undefined && { hint: clean(hint) }),
    }))
  return {
    text: ({ message, placeholder, check }) =>
      prompter.text({
        message: clean(message),
        ...(placeholder !== undefined && { placeholder: clean(placeholder) }),
        check: (text) => {
          const problem = check?.(text)
          return problem === undefined ? undefined : clean(problem)
        },
      }),
    secret: (message) => prompter.secret(clean(message)),
    pick: ({ message, choices }) => prompter.pick({ message: clean(message), choices: choicesOf(choices) }),
    pickMany: ({ message, choices, required }) =>
      prompter.pickMany({ message: clean(message), choices: choicesOf(choices), required }),
    confirm: (message) => prompter.confirm(clean(message)),
  }
}

/** Asks for a token without showing it. */
export async function askSecret(terminal: Terminal, message: string): Promise<string> {
  return (await prompterFor(terminal)).secret(message)
}

async function richPrompter({ stdin, stderr }: Terminal): Promise<Prompter> {
  const { autocomplete, confirm, isCancel, multiselect, password, text } = await import('./lazy/prompts.js')
  const streams = { input: stdin, output: stderr }
  const answered = async <T>(question: Promise<T>): Promise<Exclude<T, symbol>> => {
    // A signal ends the program while the cursor is hidden.
    const showCursor = onEnd(() => stderr.write('\u001b[?25h'))
    const value = await question.finally(showCursor)
    if (isCancel(value)) throw interrupted()
    return value as Exclude<T, symbol>
  }
  return {
    text: async ({ message, placeholder, check }) =>
      (await answered(
        text({
          ...streams,
          message,
          ...(placeholder !== undefined && { placeholder }),
          validate: (value) => check?.(value ?? ''),
        }),
      )) ?? '',
    secret: async (message) =>
      answered(
        password({
          ...streams,
          message: `${message} (not shown)`,
          mask: '',
          validate: (value) => (value?.trim() ? undefined : 'Type or paste the token.'),
        }),
      ),
    pick: async ({ message, choices }) =>
      answered(
        autocomplete({
          ...streams,
          message,
          options: choices,
          maxItems: 12,
          placeholder: 'Type to filter',
        }),
      ),
    pickMany: async ({ message, choices, required }) =>
      answered(multiselect({ ...streams, message, options: choices, required })),
    confirm: async (message) => answered(confirm({ ...streams, message, initialValue: false })),
  }
}
