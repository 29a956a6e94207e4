import webpack from 'webpack'
import { compile, webpackOptions } from './webpack-options.mjs'

await compile(webpack(webpackOptions(webpack)))
