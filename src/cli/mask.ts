/** A secret as it may be shown: its last four characters, or nothing of one under 16. */
export const mask = (secret: string): string => (secret.length < 16 ? '****' : `****${secret.slice(-4)}`)

const jwt = /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g
const secretKey =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|password|passphrase|assertion)$|token$|secret|api[-_]?key|private[-_]?key|credential|signature/i

/** Whether a header, parameter or property of that name holds a secret. */
export const isSecretName = (name: string): boolean => secretKey.test(name)

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
  if (secret.length >= 8) return text.replaceAll(secret, replacement)
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<!\\w)${literal}(?!\\w)`, 'g'), () => replacement)
}

/** A URL with every known secret, and the values of secret query parameters, masked. */
export const maskUrl = (url: string, secrets: Iterable<string>): string =>
  maskText(
    url.replace(/([?&])([^=&#]{1,100})=([^&#]*)/g, (whole, start: string, name: string, value: string) =>
      isSecretName(name) ? `${start}${name}=${mask(value)}` : whole,
    ),
    secrets,
  )

/** A header's value with the secret in it masked; the scheme of `Authorization` stays readable. */
export function maskHeader(name: string, value: string): string {
  if (!isSecretName(name)) return value
  if (/^cookie$/i.test(name)) return value.replace(/=([^;]*)/g, (_, cookie: string) => `=${mask(cookie)}`)
  // Path, expiry and the like follow the cookie itself.
  if (/^set-cookie$/i.test(name)) return value.replace(/=([^;]*)/, (_, cookie: string) => `=${mask(cookie)}`)
  const [, scheme, credential] = /^(Bearer|Basic|Token) +(.+)$/i.exec(value) ?? []
  return scheme && credential ? `${scheme} ${mask(credential)}` : mask(value)
}

const stringProperty = /"([^"\\]{1,100})"(\s{0,100}:\s{0,100})"([^"\\]*(?:\\.[^"\\]*)*)"/g

/** JSON with the values of secret properties masked, and otherwise the text it was. */
export const maskBody = (body: string, secrets: Iterable<string>): string =>
  maskText(
    body.replace(stringProperty, (whole, key: string, colon: string, value: string) =>
      isSecretName(key) ? `"${key}"${colon}"${mask(value)}"` : whole,
    ),
    secrets,
  )
