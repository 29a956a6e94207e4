export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\.[\d.]+|\[::1])$/.test(hostname)

/** epilot's own hosts, over https. */
export const isEpilot = (url = ''): boolean => /^https:\/\/([\w-]+\.)*epilot\.io(\/|$)/.test(url)
