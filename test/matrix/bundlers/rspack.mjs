import { rspack } from '@rspack/core'
import { compile, webpackOptions } from './webpack-options.mjs'

await compile(rspack(webpackOptions(rspack)))
