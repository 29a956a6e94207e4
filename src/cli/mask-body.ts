import { endOfString, endOfWord, skipSpace } from './json.js'
import { isSecretName, mask, maskForm, maskText, maskUrl } from './mask.js'

/** A body as text, by its content type: the values of secret names and all known secrets masked. */
export function maskBody(
  body: string,
  { type, secrets }: { type: string; secrets: Iterable<string> },
): string {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return maskText(maskForm(body), secrets)
  if (/^multipart\//i.test(type)) return maskText(maskParts(body), secrets)
  return maskUrl(/[/+]xml\b/i.test(type) ? maskElements(body) : maskJson(body), secrets)
}

/** A multipart body with the first line of secret fields masked. */
const maskParts = (body: string): string =>
  body.replace(
    /(\bname="([^"\r\n]{1,100})"[\s\S]{0,500}?\r?\n\r?\n)([^\r\n]*)/g,
    (whole, head: string, name: string, text: string) => (isSecretName(name) ? head + mask(text) : whole),
  )

/** JSON with the values of secret properties masked, at any depth in them, and otherwise the text it was. */
function maskJson(json: string): string {
  const out: string[] = []
  // Whether what is open, and the value that comes next, belong to a secret name.
  const open: boolean[] = []
  let isSecret = false
  for (let at = 0; at < json.length; ) {
    const character = json[at] ?? ''
    const isString = character === '"'
    const end = isString ? endOfString(json, at) : endOfWord(json, at)
    const token = json.slice(at, end)
    if (isString && json[skipSpace(json, end)] === ':') {
      isSecret = open.at(-1) === true || isSecretName(String(parse(token)))
      out.push(token)
    } else if (isSecret && (isString || /^[-\d]/.test(token))) {
      out.push(`"${escaped(mask(String(parse(token))))}"`)
    } else {
      if (character === '{' || character === '[') open.push(isSecret)
      else if (character === '}' || character === ']') open.pop()
      if (character === ',') isSecret = open.at(-1) === true
      out.push(token)
    }
    at = end
  }
  return out.join('')
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

// A number is masked by its digits: as a value it may have lost some.
function parse(token: string): unknown {
  if (!token.startsWith('"')) return token
  try {
    return JSON.parse(token)
  } catch {
    return token.slice(1)
  }
}

/** XML with the text of elements of secret names masked. */
const maskElements = (xml: string): string =>
  xml.replace(
    /<([\w.:-]{1,100})((?:\s[^<>]{0,500})?)>([^<>]+)(?=<)/g,
    (whole, name: string, attributes: string, text: string) =>
      isSecretName(name) ? `<${name}${attributes}>${mask(text)}` : whole,
  )
