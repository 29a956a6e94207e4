// An operation as its document says, read here without the code under test.

export type Json = Record<string, unknown>

export interface Parameter {
  name: string
  in: string
  required: boolean
  style: string
  explode: boolean
  /** Whether the value is JSON text: the parameter has `content`. */
  isJson: boolean
  schema: unknown
  /** JSON pointer of the schema. */
  at: string
  examples: unknown[]
}

export interface MediaType {
  /** Lower-case. */
  type: string
  schema: unknown
  /** JSON pointer of the schema. */
  at: string
  examples: unknown[]
}

export interface DocumentedOperation {
  method: string
  path: string
  parameters: Parameter[]
  body?: { required: boolean; content: MediaType[] }
  /** Alternatives of scheme names. */
  security: string[][]
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
/** Not parameters, whatever a document says: OpenAPI 3.0.3, Parameter Object. */
const FOREIGN_HEADERS = ['accept', 'content-type', 'authorization']
const STYLES: Record<string, string> = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' }

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const escapeKey = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1')

/** What a value is or refers to, with its JSON pointer. */
export const follow = (document: Json, value: unknown, at: string): { value: Json; at: string } => {
  if (!isJson(value)) return { value: {}, at }
  if (typeof value.$ref !== 'string') return { value, at }
  const keys = decodeURIComponent(value.$ref).split('/').slice(1)
  const target = keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], document)
  return follow(document, target, `/${keys.join('/')}`)
}

/** The operations that a document lists, in its order. */
export const operationsOf = (document: Json): DocumentedOperation[] =>
  Object.entries((document.paths ?? {}) as Json)
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, reference]) => {
      const { value: item, at } = follow(document, reference, `/paths/${escapeKey(path)}`)
      return Object.keys(item)
        .filter((method) => METHODS.includes(method) && isJson(item[method]))
        .map((method) => readOperation({ document, path, method, item, at }))
    })

interface Source {
  document: Json
  path: string
  method: string
  item: Json
  /** JSON pointer of the path item. */
  at: string
}

const readOperation = ({ document, path, method, item, at }: Source): DocumentedOperation => {
  const operation = item[method] as Json
  const parameters = new Map<string, Parameter>()
  for (const [holder, where] of [
    [item, at],
    [operation, `${at}/${method}`],
  ] as const) {
    for (const [index, reference] of ((holder.parameters ?? []) as unknown[]).entries()) {
      const parameter = readParameter(document, reference, `${where}/parameters/${index}`)
      if (parameter) parameters.set(`${parameter.in} ${parameter.name}`, parameter)
    }
  }
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string)
  for (const name of names) {
    if (!parameters.has(`path ${name}`)) parameters.set(`path ${name}`, undeclared(name))
  }
  const security = (operation.security ?? document.security ?? []) as Json[]
  const body = readBody(document, operation.requestBody, `${at}/${method}/requestBody`)
  return {
    method,
    path,
    parameters: [...parameters.values()].filter((one) => one.in !== 'path' || names.includes(one.name)),
    ...(body && { body }),
    security: security.map((alternative) => Object.keys(alternative)),
  }
}

const undeclared = (name: string): Parameter => ({
  ...{ name, in: 'path', required: true, style: 'simple', explode: false, isJson: false },
  ...{ schema: { type: 'string' }, at: '', examples: [] },
})

const examplesOf = (document: Json, holder: Json): unknown[] => [
  ...('example' in holder ? [holder.example] : []),
  ...Object.values((holder.examples ?? {}) as Json).map((one) => follow(document, one, '').value.value),
]

const readParameter = (document: Json, reference: unknown, where: string): Parameter | undefined => {
  const { value: object, at } = follow(document, reference, where)
  const { name, in: place } = object
  if (typeof name !== 'string' || typeof place !== 'string') return undefined
  if (place === 'header' && FOREIGN_HEADERS.includes(name.toLowerCase())) return undefined
  const style = typeof object.style === 'string' ? object.style : (STYLES[place] ?? 'form')
  const media = Object.entries((object.content ?? {}) as Json)[0]
  const holder = media
    ? follow(document, media[1], `${at}/content/${escapeKey(media[0])}`)
    : { value: object, at }
  return {
    name,
    in: place,
    required: place === 'path' || object.required === true,
    style,
    explode:
      typeof object.explode === 'boolean' ? object.explode : style === 'form' || style === 'deepObject',
    isJson: media !== undefined,
    schema: holder.value.schema,
    at: `${holder.at}/schema`,
    examples: examplesOf(document, holder.value),
  }
}

const readBody = (document: Json, reference: unknown, where: string): DocumentedOperation['body'] => {
  if (reference === undefined) return undefined
  const { value: body, at } = follow(document, reference, where)
  const content = Object.entries((body.content ?? {}) as Json).map(([type, one]): MediaType => {
    const { value: media, at: mediaAt } = follow(document, one, `${at}/content/${escapeKey(type)}`)
    return {
      type: type.toLowerCase(),
      schema: media.schema,
      at: `${mediaAt}/schema`,
      examples: examplesOf(document, media),
    }
  })
  return { required: body.required === true, content }
}
