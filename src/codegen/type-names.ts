import { entries, own } from '../openapi/json.js'
import type { ApiModel } from '../openapi/model.js'
import { derivedId, NameRegistry, pascalCase } from '../openapi/names.js'
import { pointer, pointerKeys } from '../openapi/pointer.js'
import { RUNTIME_TYPES } from './entry.js'
import { isGlobal } from './globals.js'

/** Types that a generated entry exports besides the schemas. */
const OURS = new Set([
  ...RUNTIME_TYPES,
  ...['ApiError', 'Binary', 'Client', 'ErrorBodies', 'Handle', 'Operation', 'OperationMethods'],
  ...['PathsDictionary', 'RequestConfig', 'Api'],
])

/** Gives every schema of a document its name in TypeScript. */
export class TypeNames {
  private readonly registry = new NameRegistry(OURS)
  private readonly names = new Map<string, string>()

  constructor(model: ApiModel) {
    const schemas = entries(own(model.document.components, 'schemas')).map(([name]) => name)
    const isExact = (name: string): boolean => pascalCase(name) === name
    for (const name of [...schemas.filter(isExact), ...schemas.filter((one) => !isExact(one))]) {
      this.names.set(pointer('/components/schemas', name), this.claim(pascalCase(name)))
    }
  }

  /** Name of what a pointer names: of a component its own, of anything else one made from the pointer. */
  of(at: string, suffix = ''): string {
    const id = `${at} ${suffix}`.trim()
    const known = this.names.get(id)
    if (known !== undefined) return known
    const base = suffix ? this.of(at) : baseName(at)
    const name = this.claim(base + suffix)
    this.names.set(id, name)
    return name
  }

  private claim(name: string): string {
    return this.registry.claim(OURS.has(name) || isGlobal(name) ? `${name}Schema` : name)
  }
}

const KINDS: Record<string, string> = {
  responses: 'Response',
  requestBodies: 'Body',
  parameters: 'Parameter',
}

/** `BadRequestResponse` for a schema within `/components/responses/BadRequest`, `EntityTags` for one within a schema. */
function baseName(at: string): string {
  const [root, kind = '', name = '', ...rest] = pointerKeys(at)
  // Bundling leaves a schema where it was used first.
  if (root === 'paths') {
    const place = rest.filter(
      (key) => !['content', 'schema', 'properties'].includes(key) && !key.includes('/'),
    )
    return pascalCase(`${derivedId(name, kind)} ${place.join(' ')}`)
  }
  const suffix = KINDS[kind]
  if (suffix) return pascalCase(`${name} ${suffix}`)
  return pascalCase([name, ...rest.filter((key) => key !== 'properties')].join(' ') || kind)
}
