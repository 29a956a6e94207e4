import type { MediaTypeModel, RequestBodyModel } from './model.js'

export function isJson(type: string): boolean {
  return /^application\/json\s*(;|$)/.test(type) || /^[^;]+\+json\b/.test(type)
}

export function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    /^application\/([^;]+\+)?(xml|yaml|javascript|jwt|x-ndjson|jsonl)\b/.test(type)
  )
}

export function isForm(type: string): boolean {
  return /^(multipart\/|application\/x-www-form-urlencoded)/.test(type)
}

/** Whether an answer of this type is read as bytes. */
export function isBinary({ type, schema }: MediaTypeModel): boolean {
  if (isJson(type) || isText(type)) return false
  if (type.startsWith('application/x-www-form-urlencoded')) return false
  return !/^(\*|application)\/\*/.test(type) || schema.format === 'binary'
}

/** What a body is sent as: JSON where the document allows it, else a form, else what comes first. */
export function preferredContent({ content }: RequestBodyModel): MediaTypeModel | undefined {
  const order = [
    /^application\/json\s*(;|$)/,
    /json\b/,
    /^\*|^application\/\*/,
    /^multipart\/form-data/,
    /x-www-form-urlencoded/,
  ]
  for (const pattern of order) {
    const match = content.find(({ type }) => pattern.test(type))
    if (match) return match
  }
  return content[0]
}
