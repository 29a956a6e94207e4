import type { ApiModel, OperationModel } from '../openapi/model.js'
import { successes } from '../openapi/plan.js'
import { exampleCall } from './example.js'
import { docComment, key, quote } from './text.js'

/** Members that a client has from axios, and that a function has: an operation of that name doesn't replace them. */
export const CLIENT_MEMBERS: ReadonlySet<string> = new Set([
  ...[
    '_request',
    'apply',
    'arguments',
    'bind',
    'call',
    'caller',
    'create',
    'defaults',
    'delete',
    'get',
    'getUri',
    'head',
  ],
  ...['interceptors', 'length', 'name', 'options', 'patch', 'patchForm', 'paths', 'post', 'postForm', 'put'],
  ...['putForm', 'query', 'request'],
])

/** `client.gen.ts`: the flat interfaces that callers see. */
export function printClient(model: ApiModel, runtime: string): string {
  const own = model.operations.filter(({ name }) => !CLIENT_MEMBERS.has(name))
  const shadowed = model.operations.filter(({ name }) => CLIENT_MEMBERS.has(name))
  const methods = (list: OperationModel[]): string => list.map((one) => printMethod(one, model)).join('\n')
  const split = shadowed.length > 0
  const used = ['AxiosInstance', ...(model.operations.length > 0 ? ['AxiosResponse', 'RequestConfig'] : [])]
  return `import type { ${used.join(', ')} } from '${runtime}'
${model.operations.some(hasTypes) ? "import type { operations } from './schema.gen.js'\n" : ''}
/** The operations${split ? ' whose names axios leaves free' : ''}: \`(parameters, data, config)\`. */
export interface ${split ? 'ClientMethods' : 'OperationMethods'} {
${methods(own)}}
${split ? `\n/** All operations; those that a client has under \`paths\` only, too. */\nexport interface OperationMethods extends ClientMethods {\n${methods(shadowed)}}\n` : ''}
/** The operations by path and method. */
export interface PathsDictionary {
${printPaths(model)}}

/** An axios instance with the API's operations as methods. */
export interface Client extends AxiosInstance, ${split ? 'ClientMethods' : 'OperationMethods'} {
  paths: PathsDictionary
}

/** Bodies of failures, by operation and status. */
export interface ErrorBodies {
${model.operations.map(printErrors).join('')}}
`
}

function printMethod(operation: OperationModel, model: ApiModel): string {
  const { name, requestBody } = operation
  const types = `operations[${quote(name)}]`
  const { type: parametersType, required } = parametersOf(operation, types)
  const bodyRequired = requestBody?.required === true
  const data = requestBody ? `${types}['requestBody']` : 'null'
  const signature = [
    required
      ? `parameters: ${parametersType}`
      : bodyRequired
        ? `parameters: ${parametersType} | null | undefined`
        : `parameters?: ${parametersType} | null`,
    bodyRequired ? `data: ${data}` : `data?: ${requestBody ? `${data} | null` : data}`,
    'config?: RequestConfig',
  ]
  const doc = docComment(methodDoc(operation, model), '  ')
  const list = signature.map((line) => `    ${line},\n`).join('')
  return `${doc}  ${key(name)}(\n${list}  ): Promise<AxiosResponse<${answerType(operation, types)}>>\n`
}

function parametersOf({ parameters }: OperationModel, types: string): { type: string; required: boolean } {
  if (parameters.length === 0) return { type: '{ [name: string]: unknown }', required: false }
  const required = parameters.filter((parameter) => parameter.required)
  const [first] = required
  const type = `${types}['parameters']`
  const single = required.length === 1 && first?.in === 'path'
  return {
    type: single ? `${type} | ${type}[${quote(first.name)}]` : type,
    required: required.length > 0,
  }
}

function answerType(operation: OperationModel, types: string): string {
  const statuses = successes(operation).map(({ status }) => `${types}['responses'][${statusKey(status)}]`)
  return statuses.length > 0 ? statuses.join(' | ') : 'unknown'
}

function statusKey(status: string): string {
  return /^\d+$/.test(status) ? status : quote(status)
}

function methodDoc(operation: OperationModel, model: ApiModel): string[] {
  const { summary, description, method, path, deprecated, name, parameters } = operation
  return [
    ...(summary && summary !== name ? [summary, ''] : []),
    ...(description ? [description, ''] : []),
    `\`${method.toUpperCase()} ${path}\``,
    ...(deprecated ? ['', '@deprecated'] : []),
    ...(parameters.length > 0 || operation.requestBody || operation.responses.length > 0 ? [''] : []),
    '@example',
    exampleCall(operation, model.document),
  ]
}

function printPaths(model: ApiModel): string {
  const paths = new Map<string, OperationModel[]>()
  for (const operation of model.operations)
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation])
  return [...paths]
    .map(([path, list]) => {
      const methods = list.map(({ method, name }) => `    ${method}: OperationMethods[${quote(name)}]\n`)
      return `  ${key(path)}: {\n${methods.join('')}  }\n`
    })
    .join('')
}

/** Whether an operation has types of its own. */
function hasTypes(operation: OperationModel): boolean {
  const { parameters, requestBody } = operation
  return parameters.length > 0 || !!requestBody || successes(operation).length > 0 || hasFailures(operation)
}

function hasFailures({ responses }: OperationModel): boolean {
  return responses.some(({ status }) => /^([45]|default)/.test(status))
}

function printErrors(operation: OperationModel): string {
  const { name } = operation
  const type = hasFailures(operation)
    ? `operations[${quote(name)}]['errors']`
    : '{ [status: number]: unknown }'
  return `  ${key(name)}: ${type}\n`
}
