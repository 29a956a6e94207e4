/** Opens `docs/compatibility.md`. */
export const introduction = `# Where it runs, and what it weighs

Written by \`npm run test:matrix\`, which packs the package, installs the tarball as a user would, and tries it in
everything below. One consumer program runs everywhere: it creates, lists, verifies and revokes a token against the
local API, has a 429 retried, catches a typed error, and checks that no rendering of it shows the token. What a machine
doesn't have is reported as not run.

## Notes

- **Sizes** are minified and gzipped, of everything that the bundler wrote.
- **Parcel** reads \`exports\` when package.json has \`"@parcel/resolver-default": { "packageExports": true }\`. It always
  writes a file of its own for a dynamic import. For Node, have it write CommonJS: as ES module, axios alone doesn't start.
- **esbuild, one ES module for Node**: axios's dependencies call \`require\`; add a banner that makes it with
  \`createRequire\`, or bundle to CommonJS.
- **Rollup and top-level await**: an entry module that awaits the facade's first call waits for itself; the guide on
  bundle size says why, and what to do. A row that says *known limit* was tried and failed as documented.
- **Declarations, nothing hoisted**: TypeScript names the types of clients and answers by the package's entries. What
  else axios has in them (headers, configurations, interceptors) it names so with axios's ES module types only; a
  CommonJS project that writes such types down under pnpm adds axios to its dependencies.
- **Two copies**: where ES modules and CommonJS, two installations of this package, or two of axios meet in one process,
  each copy works and has its own default SDK: authorize the one you call. Guards (\`isApiError\`, \`isTokenError\`,
  \`isDocumentError\`, \`axios.isAxiosError\`) know the errors of every copy; \`instanceof\` knows those of its own only.
`
