/** A secret as it may be shown: its last four characters, or nothing of one under 16. */
export const mask = (secret: string): string => (secret.length < 16 ? '****' : `****${secret.slice(-4)}`)

const jwt = /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g
const secretName = new RegExp(
  [
    '^(?:(?:proxy-|x-)?authorization|(?:set-)?cookie|(?:x-)?auth|(?:x-)?sig|pwd|pass|pin|otp|jwt|assertion)$',
    'tokens?$|passw(?:or)?ds?$|passphrase|passcode|secret|credential|signature|code[-_]?verifier',
    '(?:api|access|private|auth|subscription|session)[-_]?keys?|session[-_]?id',
  ].join('|'),
  'i',
)

/** Whether a header, parameter or property of that name holds a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name.replace(/[[\]]/g, ''))

/** Text with every known secret, and whatever looks like a JWT, masked. */
export function maskText(text: string, secrets: Iterable<string>): string {
  let masked = text
  for (const secret of secrets) {
    for (const form of new Set([
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])) {
      masked = replaceSecret(masked, form, mask(secret))
    }
  }
  return masked.replace(jwt, (token) => mask(token))
}

// A short secret may well be part of other words, which would give it away and spoil the text.
function replaceSecret(text: string, secret: string, replacement: string): string {
  if (secret === '') return text
  if (secret.length >= 8) return text.replaceAll(secret, () => replacement)
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<!\\w)${literal}(?!\\w)`, 'g'), () => replacement)
}

/** A URL with every known secret, and the values of secret query parameters, masked. */
export const maskUrl = (url: string, secrets: Iterable<string>): string => maskText(maskPairs(url), secrets)

/** Text with the secrets in the URLs of it masked: values of secret names, and what stands before a host. */
const maskPairs = (text: string): string =>
  text
    .replace(/(:\/\/)[^/?#\s@]{1,1000}@/g, (_, start: string) => `${start}****@`)
    .replace(
      /([?&#])([^=?&#\s]{1,100})=([^&#\s"'<>\\]*)/g,
      (whole, start: string, name: string, value: string) =>
        isSecretName(decodePart(name)) ? `${start}${name}=${mask(value)}` : whole,
    )

/** A form's body with the values of secret fields masked. */
export const maskForm = (form: string): string =>
  form
    .split('&')
    .map((field) => {
      const [name = ''] = field.split('=', 1)
      const isSecret = name.length < field.length && isSecretName(decodePart(name))
      return isSecret ? `${name}=${mask(field.slice(name.length + 1))}` : field
    })
    .join('&')

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** A header's value with the secret in it masked; the scheme of `Authorization` stays readable. */
export function maskHeader(name: string, value: string): string {
  // A redirect may carry a token in its URL.
  if (!isSecretName(name)) return maskPairs(value)
  if (/^cookie$/i.test(name)) return value.replace(/=([^;]*)/g, (_, cookie: string) => `=${mask(cookie)}`)
  // Path, expiry and the like follow the cookie itself.
  if (/^set-cookie$/i.test(name)) return value.replace(/=([^;]*)/, (_, cookie: string) => `=${mask(cookie)}`)
  const [, scheme, credential] = /^(Bearer|Basic|Token) +(.+)$/i.exec(value) ?? []
  return scheme && credential ? `${scheme} ${mask(credential)}` : mask(value)
}
