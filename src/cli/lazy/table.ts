// Loaded for --output table.
export { default as Table } from 'cli-table3'
