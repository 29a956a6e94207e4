// Loaded when somebody is asked something.
export { autocomplete, confirm, isCancel, multiselect, password, text } from '@clack/prompts'
