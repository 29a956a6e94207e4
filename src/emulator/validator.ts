import { isObject } from '../openapi/json.js'
import type { ApiModel, OperationModel, ParameterModel, Schema } from '../openapi/model.js'
import { parseCookies } from './cookies.js'
import { explain } from './explain.js'
import { decodeCookie, decodePercent, parseStyle } from './parameter-styles.js'
import { parseQuery } from './query.js'
import { Refusal } from './refusal.js'
import { parseBody } from './request-body.js'
import type { Match } from './router.js'
import { createSchemaCompiler } from './schema-compiler.js'

type Place = ParameterModel['in']

/** What a request says, once it is known to match its operation. */
export interface ValidInput {
  /** Parameters by place and name, with the types of the document. */
  parameters: Record<Place, Record<string, unknown>>
  body: unknown
}

export interface Validator {
  /**
   * @param prepare changes the body before it is checked
   * @throws {Refusal} 400 with all problems of the request
   */
  check(match: Match, request: Request, prepare?: (body: unknown) => unknown): Promise<ValidInput>
}

const PLACES: Place[] = ['path', 'query', 'header', 'cookie']

/** OpenAPI says that parameters of these names are ignored: other parts of the document describe them. */
const RESERVED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

export const createValidator = (model: ApiModel): Validator => {
  const exact = createSchemaCompiler(model.document, { coerce: false })
  const coercing = createSchemaCompiler(model.document, { coerce: true })
  const places = new WeakMap<OperationModel, Record<Place, Schema>>()
  const credentials = Object.values(model.securitySchemes).flatMap((scheme) =>
    scheme.in === 'query' && scheme.name ? [scheme.name] : [],
  )

  const schemasOf = (operation: OperationModel): Record<Place, Schema> => {
    let schemas = places.get(operation)
    if (!schemas) {
      schemas = Object.fromEntries(PLACES.map((place) => [place, placeSchema(operation, place)])) as Record<
        Place,
        Schema
      >
      places.set(operation, schemas)
    }
    return schemas
  }

  const problemsOf = (input: {
    schema: Schema
    value: unknown
    place: string
    coerce: boolean
  }): string[] => {
    const compiler = input.coerce ? coercing : exact
    const validate = compiler.compile(input.schema)
    if (validate(input.value)) return []
    return [explain({ errors: validate.errors ?? [], place: input.place, compiler })]
  }

  return {
    check: async ({ operation, path }, request, prepare = (body) => body) => {
      const raw = readParameters({ operation, path, request, credentials, typeOf: coercing.typeOf })
      const schemas = schemasOf(operation)
      const problems = PLACES.flatMap((place) =>
        problemsOf({ schema: schemas[place], value: raw[place], place, coerce: true }),
      )
      const parsed = await parseBody(operation, request)
      const body = parsed && prepare(parsed.value)
      if (parsed && body !== undefined) {
        const value = parsed.isForm ? fitForm(body, parsed.media.schema, coercing.typeOf) : body
        problems.push(
          ...problemsOf({ schema: parsed.media.schema, value, place: 'body', coerce: parsed.isForm }),
        )
      }
      if (problems.length > 0) throw new Refusal(400, problems.join('; '))
      return { parameters: raw, body }
    },
  }
}

const parametersIn = (operation: OperationModel, place: Place): ParameterModel[] =>
  operation.parameters.filter(
    (parameter) =>
      parameter.in === place && !(place === 'header' && RESERVED_HEADERS.has(parameter.name.toLowerCase())),
  )

const placeSchema = (operation: OperationModel, place: Place): Schema => {
  const parameters = parametersIn(operation, place)
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  }
}

const readParameters = (input: {
  operation: OperationModel
  path: Record<string, string>
  request: Request
  credentials: string[]
  typeOf: (schema: Schema) => string | undefined
}): Record<Place, Record<string, unknown>> => {
  const { operation, path, request, credentials, typeOf } = input
  const pick = (place: Place, { read, decode }: Reader): Record<string, unknown> =>
    Object.fromEntries(
      parametersIn(operation, place).flatMap((parameter) => {
        const text = read(parameter.name)
        if (text === null || text === undefined) return []
        return [[parameter.name, parseStyle({ text, decode, parameter, type: typeOf(parameter.schema) })]]
      }),
    )
  const cookies = parseCookies(request.headers.get('cookie'))
  return {
    path: pick('path', { read: (name) => path[name], decode: decodePercent }),
    query: parseQuery({
      search: new URL(request.url).search,
      parameters: parametersIn(operation, 'query'),
      credentials,
      typeOf,
    }),
    header: pick('header', { read: (name) => request.headers.get(name), decode: (text) => text }),
    cookie: pick('cookie', { read: (name) => cookies.get(name), decode: decodeCookie }),
  }
}

interface Reader {
  read(name: string): string | null | undefined
  decode(text: string): string
}

/** A form can't tell one value from a list of one; the schema can. */
const fitForm = (body: unknown, schema: Schema, typeOf: (schema: Schema) => string | undefined): unknown => {
  const { properties } = schema
  if (!isObject(body) || !isObject(properties)) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined
      const wantsArray = isObject(property) && typeOf(property) === 'array' && !Array.isArray(value)
      return [name, wantsArray ? [value] : value]
    }),
  )
}
