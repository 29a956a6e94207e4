// Node's file functions, apart from the rest: the build imports them as `#disk`, and package.json puts
// disk-browser.ts in their place in bundles for browsers, which could not be built otherwise.
export { readFile, realpath, stat } from 'node:fs/promises'
export { dirname, sep } from 'node:path'
export { fileURLToPath, pathToFileURL } from 'node:url'
