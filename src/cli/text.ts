// Control characters and escape sequences are what these expressions are about.
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-_])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text without escape sequences, control and direction characters; line breaks and tabs stay. */
export const stripControls = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(escapeSequence, '').replace(control, '')

/** Text from elsewhere as one line of at most `limit` characters. */
export function oneLine(text: string, limit = 500): string {
  const line = stripControls(text.slice(0, limit * 4))
    .replace(/\s+/g, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line
}

/** Breaks text at spaces, so that no line is longer than `width` where that is possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line ? `${line} ${word}` : word
    }
  }
  return [...lines, line]
}
