import type { ApiModel, OperationModel, ParameterModel, Schema } from '../openapi/model.js'
import { parseCookies } from './cookies.js'
import { explain } from './explain.js'
import { fitLists, membersOf } from './fit.js'
import type { SchemaReader } from './form-body.js'
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
  const schemas: SchemaReader = {
    typeOf: coercing.typeOf,
    membersOf: (schema) => membersOf(model.document, schema),
  }
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
    check: async (match, request, prepare = (body) => body) => {
      const { operation } = match
      const raw = readParameters({ match, request, credentials, schemas })
      const ofPlaces = schemasOf(operation)
      const problems = PLACES.flatMap((place) =>
        problemsOf({ schema: ofPlaces[place], value: raw[place], place, coerce: true }),
      )
      const parsed = await parseBody({ operation, request, schemas })
      const body = parsed && prepare(parsed.value)
      if (parsed && body !== undefined) {
        const value = parsed.isForm ? fitLists({ value: body, schema: parsed.media.schema, schemas }) : body
        problems.push(
          ...problemsOf({ schema: parsed.media.schema, value, place: 'body', coerce: parsed.isForm }),
        )
      }
      if (problems.length > 0) throw new Refusal(400, problems.join('; '))
      return { parameters: raw, body }
    },
  }
}

/** Parameters by their names in the request. */
const parametersIn = (operation: OperationModel, place: Place): ParameterModel[] =>
  operation.parameters
    .map((parameter) => ({ ...parameter, name: parameter.sentAs ?? parameter.name }))
    .filter(
      ({ in: where, name }) =>
        where === place && !(place === 'header' && RESERVED_HEADERS.has(name.toLowerCase())),
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
  match: Match
  request: Request
  credentials: string[]
  schemas: SchemaReader
}): Record<Place, Record<string, unknown>> => {
  const { match, request, credentials, schemas } = input
  const { operation, path, search } = match
  const { typeOf } = schemas
  const pick = (place: Place, { read, decode }: Reader): Record<string, unknown> =>
    Object.fromEntries(
      parametersIn(operation, place).flatMap((parameter) => {
        const text = read(parameter.name)
        if (text === null || text === undefined) return []
        return [[parameter.name, parseStyle({ text, decode, parameter, type: typeOf(parameter.schema) })]]
      }),
    )
  const query = parametersIn(operation, 'query')
  const cookies = parseCookies(request.headers.get('cookie'))
  return {
    path: pick('path', { read: (name) => path[name], decode: decodePercent }),
    query: Object.fromEntries(
      Object.entries(parseQuery({ search, parameters: query, credentials, typeOf })).map(([name, value]) => {
        const parameter = query.find((one) => one.name === name && one.style === 'deepObject')
        return [name, parameter ? fitLists({ value, schema: parameter.schema, schemas }) : value]
      }),
    ),
    header: pick('header', { read: (name) => request.headers.get(name), decode: (text) => text }),
    cookie: pick('cookie', { read: (name) => cookies.get(name), decode: decodeCookie }),
  }
}

interface Reader {
  read(name: string): string | null | undefined
  decode(text: string): string
}
