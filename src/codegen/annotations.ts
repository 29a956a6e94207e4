import type { Schema } from '../openapi/model.js'

/** Documentation comments leave out examples longer than this. */
const EXAMPLE_LENGTH = 200

/** What ends up in documentation comments: as plain text, where the transformer would write tags. */
export function normalizeAnnotations(schema: Schema): Schema {
  const { title, description, format, examples: _, ...copy } = schema
  if (typeof title === 'string' && title !== description) copy.title = title
  if (typeof description === 'string') copy.summary = description
  if (typeof format === 'string') copy.format = format
  for (const key of ['default', 'example']) {
    const value = copy[key]
    if (value === undefined) continue
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (text.length > EXAMPLE_LENGTH) delete copy[key]
    else copy[key] = text
  }
  return copy
}

/** What a schema says about itself, with the type of another. */
export function annotated(from: Schema, type: Schema): Schema {
  const kept = ['title', 'summary', 'deprecated', 'default', 'example', 'readOnly']
  return { ...Object.fromEntries(Object.entries(from).filter(([key]) => kept.includes(key))), ...type }
}
