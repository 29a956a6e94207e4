import { isObject } from '../openapi/json.js'
import type { Terminal } from './terminal.js'
import { oneLine } from './text.js'

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** A value as a table: a row per item of a list, a row per property of an object. */
export async function formatTable(value: unknown, { colors }: Pick<Terminal, 'colors'>): Promise<string> {
  const { Table } = await import('./lazy/table.js')
  if (!Array.isArray(value) && !isObject(value)) return cell(value)
  const rows = Array.isArray(value) ? value : undefined
  const columns = rows ? [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))] : []
  const head = columns.length ? columns : rows ? ['value'] : ['property', 'value']
  const table = new Table({
    head: head.map((name) => colors.bold(whole(name))),
    chars: plain,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  for (const cells of rows ? rows.map((row) => rowOf(row, columns)) : pairsOf(value)) table.push(cells)
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

const rowOf = (row: unknown, columns: string[]): string[] =>
  columns.length && isObject(row)
    ? columns.map((name) => cell(Object.hasOwn(row, name) ? row[name] : undefined))
    : [cell(row)]

const pairsOf = (value: unknown): string[][] =>
  Object.entries(isObject(value) ? value : {}).map(([name, item]) => [whole(name), cell(item)])

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return whole(value.join(', '))
  return whole(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

// However long: a created token is shown only once.
const whole = (text: string): string => oneLine(text, Number.POSITIVE_INFINITY)
