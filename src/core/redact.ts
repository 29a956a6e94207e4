import type { SecuredRequest } from './types.js'

/**
 * Takes credentials out of a text: those of a request as it was sent, what else its headers carry that is secret, and
 * what looks like one. Each pattern is one run of one class, so time is linear.
 */
export const redact = (text: string, { headers, secrets = [] }: Partial<SecuredRequest>): string =>
  // No header has this name.
  Object.entries({ 'auth:': secrets.join(' '), ...headers })
    .filter(([name, value]) => value && /auth|cookie|key|token|secret/i.test(name))
    .flatMap(([, value]) => [value as string, ...`${value}`.split(/[\s;:=,"]+/)])
    .filter((secret) => secret.length > 3)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      /^[ -~]+$/.test(secret) ? btoa(secret).replace(/=/g, '') : secret,
    ])
    // Before those that are a part of them.
    .sort((a, b) => b.length - a.length)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
    .replace(
      /(eyJ|(?<=(bearer|basic) ))[\w.~+/=-]{16,}|(?<=(authorization|cookie)["'\\\s]{0,9}([:=>]|%3D)["'\\\s]{0,9}).+|(?<=(token|secret)["'\\\s]{0,9}([:=>]|%3D)["'\\\s]{0,9})[^\s"'\\,;&]+/gi,
      '***',
    )
