const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

export const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname)

/** epilot's own hosts, over https. */
export const isEpilot = (url: URL): boolean =>
  url.protocol === 'https:' && /(^|\.)epilot\.io$/.test(url.hostname)

/** Private, link-local and loopback addresses that a URL names literally, and names of this machine. */
export const isPrivate = ({ hostname }: URL): boolean =>
  /^(localhost|0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|\[(::|f[cde]))(\.|:|$|f|\])/.test(
    hostname,
  )

/** Same grammar as axios, so that both agree on which URLs replace the base URL. */
export const isAbsolute = (url: string): boolean => /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)

export const parseURL = (url: string, base?: string): URL =>
  new URL(url, base ?? (globalThis.location as Location | undefined)?.href)
