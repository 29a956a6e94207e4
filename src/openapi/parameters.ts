import type { FlattenContext } from './context.js'
import { defined, items, text } from './json.js'
import { flattenContent, flattenExamples, resolvedSchema, schemaExample, schemaOf } from './media.js'
import type { ParameterModel } from './model.js'
import { NameRegistry } from './names.js'
import { pointer } from './pointer.js'

const STYLES: Record<ParameterModel['in'], [string, ...string[]]> = {
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  path: ['simple', 'label', 'matrix'],
  header: ['simple'],
  cookie: ['form'],
}

/** OpenAPI gives these headers to other parts of the document: 3.0.3, Parameter Object, `name`. */
const FOREIGN_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/** Parameters of a path item and its operation; the latter replace the former. */
export function flattenParameters(
  lists: { value: unknown; at: string }[],
  path: string,
  context: FlattenContext,
): ParameterModel[] {
  const parameters = new Map<string, ParameterModel>()
  for (const { value, at } of lists) {
    for (const [index, member] of items(value).entries()) {
      const parameter = flattenParameter(member, pointer(at, index), context)
      if (parameter) parameters.set(`${parameter.in} ${parameter.name}`, parameter)
    }
  }
  return nameArguments(matchTemplate([...parameters.values()], { path, at: lists.at(-1)?.at ?? '', context }))
}

/** One argument can't stand for two parameters: the one in the path keeps its name, else the first. */
function nameArguments(parameters: ParameterModel[]): ParameterModel[] {
  const first = new Map(
    [
      ...parameters.filter((one) => one.in !== 'path').toReversed(),
      ...parameters.filter((one) => one.in === 'path'),
    ].map((one) => [one.name, one]),
  )
  const names = new NameRegistry(first.keys())
  return parameters.map((one) =>
    first.get(one.name) === one
      ? one
      : { ...one, name: names.claim(`${one.in}.${one.name}`), sentAs: one.name },
  )
}

function flattenParameter(value: unknown, at: string, context: FlattenContext): ParameterModel | undefined {
  const object = context.resolve(value, at)
  if (!object) return undefined
  const name = text(object.name)
  const place = (['path', 'query', 'header', 'cookie'] as const).find((known) => known === object.in)
  if (name === undefined || place === undefined) {
    context.warn(at, 'has no name, or is not in path, query, header or cookie; the parameter is ignored.')
    return undefined
  }
  if (place === 'header' && FOREIGN_HEADERS.has(name.toLowerCase())) {
    context.warn(
      at,
      `The header ${name} is not a parameter in OpenAPI (3.0.3, Parameter Object); it is ignored.`,
    )
    return undefined
  }
  const [media] =
    object.content === undefined ? [] : flattenContent(object.content, pointer(at, 'content'), context)
  const schema = media?.schema ?? schemaOf(object)
  const style = styleOf(object.style, { place, at, context })
  const [example] = [...flattenExamples(object, context), ...(media?.examples ?? [])]
  return defined<ParameterModel>({
    name,
    in: place,
    required: place === 'path' || object.required === true,
    deprecated: object.deprecated === true,
    description: text(object.description),
    schema,
    style,
    explode:
      typeof object.explode === 'boolean' ? object.explode : style === 'form' || style === 'deepObject',
    allowReserved: object.allowReserved === true,
    contentType: media && /^\*|[/+]json\b/.test(media.type) ? media.type : undefined,
    example: example ? example.value : schemaExample(resolvedSchema(schema, context)),
  })
}

function styleOf(
  style: unknown,
  { place, at, context }: { place: ParameterModel['in']; at: string; context: FlattenContext },
): string {
  const [usual, ...others] = STYLES[place]
  if (style === undefined || style === usual) return usual
  if (typeof style === 'string' && others.includes(style)) return style
  context.warn(
    pointer(at, 'style'),
    `${JSON.stringify(style)} is no style for a ${place} parameter; ${usual} is used.`,
  )
  return usual
}

/** A path's template and its parameters name the same things. */
function matchTemplate(
  parameters: ParameterModel[],
  { path, at, context }: { path: string; at: string; context: FlattenContext },
): ParameterModel[] {
  const names = new Set(Array.from(path.matchAll(/\{([^{}]+)\}/g), (match) => match[1] ?? ''))
  const known = parameters.filter((parameter) => {
    if (parameter.in !== 'path' || names.has(parameter.name)) return true
    context.warn(at, `The path parameter "${parameter.name}" does not occur in ${path}; it is ignored.`)
    return false
  })
  const missing = [...names].filter((name) => !known.some((one) => one.in === 'path' && one.name === name))
  for (const name of missing)
    context.warn(at, `{${name}} of ${path} is not declared; it is taken for a string.`)
  return [...missing.map(implicitParameter), ...known]
}

function implicitParameter(name: string): ParameterModel {
  return {
    name,
    in: 'path',
    required: true,
    deprecated: false,
    schema: { type: 'string' },
    style: 'simple',
    explode: false,
    allowReserved: false,
  }
}
