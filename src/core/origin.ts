export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\.[\d.]+|\[::1])$/.test(hostname)

/** Whether a token may go there: over https, or to this machine. */
export const isSecure = (url: URL): boolean => url.protocol === 'https:' || isLoopback(url)

/** epilot's own hosts, over https. */
export const isEpilot = (url = ''): boolean => /^https:\/\/([\w-]+\.)*epilot\.io(\/|$)/.test(url)

/** https, to a name: an address, private or not, is nothing that a public service is referred to by. */
export const isPublic = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' && !/(localhost\.?|[\d\]])$/.test(hostname)
