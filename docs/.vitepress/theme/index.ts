import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import { describeSearch } from './search-dialog.js'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp: () => {
    if (typeof document !== 'undefined') describeSearch()
  },
} satisfies Theme
