const MASK = '***'

/** The values of a request's headers that nobody else may see. */
export const headerSecrets = (headers: object = {}): string[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    /auth|cookie|key|token|secret/i.test(name)
      ? [String(value), ...String(value).split(/[\s;=]+/)].filter((part) => part.length > 3)
      : [],
  )

/** Takes credentials out of a text. Each pattern is one run of one class, so time is linear. */
export const redact = (text: string, secrets: string[] = []): string =>
  secrets
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      /^[ -~]+$/.test(secret) ? btoa(secret) : secret,
    ])
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
    .replace(/eyJ[\w.-]{4,}/g, MASK)
    .replace(
      /((?:authorization|cookie)["'\\]{0,2}\s?[:=]\s?["'\\]{0,2})[^"'\\]+|((?:bearer|basic) )[\w.~+/=-]{16,}|((?:token|client_secret)["'\\]{0,2}\s?[:=]\s?["'\\]{0,2})[^\s"'\\&,;}]+/gi,
      `$1$2$3${MASK}`,
    )
