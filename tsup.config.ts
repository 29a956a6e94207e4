import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'access-token': 'src/apis/access-token/index.gen.ts',
    'access-token-verify': 'src/apis/access-token/verify.ts',
    core: 'src/core/index.ts',
    openapi: 'src/openapi/index.ts',
    emulator: 'src/emulator/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  dts: true,
  clean: true,
  external: ['axios', 'openapi-client-axios', 'js-yaml', /^node:/],
  noExternal: ['jose', 'hono', '@hono/node-server', 'ajv', 'ajv-formats'],
})
