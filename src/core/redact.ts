import type { SecuredRequest } from './types.js'

/** The credentials of a request as it was sent, and what else its headers carry that is secret. */
export const secretsOf = ({ headers, secrets = [] }: Partial<SecuredRequest>): string[] =>
  Object.entries({ ...headers, auth: secrets.join(' ') }).flatMap(([name, value]) =>
    value && /auth|cookie|key|token|secret/i.test(name)
      ? [`${value}`, ...`${value}`.split(/[\s;=]+/)].filter((part) => part.length > 3)
      : [],
  )

/** Takes credentials out of a text. Each pattern is one run of one class, so time is linear. */
export const redact = (text: string, secrets: string[]): string =>
  secrets
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      /^[ -~]+$/.test(secret) ? btoa(secret) : secret,
    ])
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
    .replace(
      /eyJ[\w.-]{4,}|(?<=(authorization|cookie|token|secret)["'\\]{0,2}\s?[:=]\s?["'\\]{0,2})[^"'\\]+|(?<=(bearer|basic) )[\w.~+/=-]{16,}/gi,
      '***',
    )
