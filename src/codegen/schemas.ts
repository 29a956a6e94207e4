import { entries, isObject, own } from '../openapi/json.js'
import type { ApiModel, Problem, Schema } from '../openapi/model.js'
import { lookup, pointer, pointerKeys } from '../openapi/pointer.js'
import { discriminatorValues, refOf, resolveRef } from '../openapi/resolve.js'
import { cutCircles } from './circles.js'
import { type Direction, normalizeSchema } from './normalize.js'
import { reachesMarker } from './read-write.js'
import { TypeNames } from './type-names.js'

/** A schema that gets a type of its own. */
export interface Declaration {
  name: string
  /** JSON pointer of the schema. */
  at: string
  /** For the transformer: its `$ref`s are `#/<TypeName>`. */
  schema: Schema
  /** Named by the document under `components/schemas`, and so exported from the entry. */
  exported: boolean
}

/**
 * The schemas of a document as declarations, collected while types refer to them. A schema that reaches
 * `readOnly` or `writeOnly` has two forms: as answers show it, and as bodies may write it.
 */
export class SchemaSet {
  /** Whether some type takes raw bytes. */
  usesBinary = false
  private readonly found = new Map<string, Problem>()
  private readonly names: TypeNames
  private readonly declared = new Map<string, Declaration>()
  /** Whether the schema at a pointer has two forms. */
  private readonly twofold = new Map<string, boolean>()
  /** Declarations that are named, but not made yet. */
  private readonly pending: (() => void)[] = []
  /** Schemas of shared answers and bodies, by identity: each gets one type, however many use it. */
  private readonly shared = new Map<unknown, string>()

  constructor(private readonly model: ApiModel) {
    this.names = new TypeNames(model)
    for (const kind of ['responses', 'requestBodies'] as const) this.share(kind)
    for (const [name] of entries(own(model.document.components, 'schemas'))) {
      const at = pointer('/components/schemas', name)
      this.reference(at, 'read')
      if (this.differs(at)) this.reference(at, 'write')
    }
  }

  get warnings(): Problem[] {
    return [...this.found.values()]
  }

  /** Declarations in order of first use, the document's own first. */
  declare(): Declaration[] {
    for (let next = this.pending.shift(); next; next = this.pending.shift()) next()
    const declarations = [...this.declared.values()]
    for (const { at } of cutCircles(declarations)) {
      this.warn(at, 'contains itself with nothing between; that part of it is ignored.')
    }
    return declarations
  }

  /** A schema in use, ready for the transformer. */
  use(schema: Schema, direction: Direction, at: string): Schema {
    const shared = this.shared.get(schema)
    if (shared === undefined || refOf(schema) !== undefined) return this.normalize(schema, direction, at)
    return { $ref: `#/${this.reference(shared, direction)}` }
  }

  /** Name of the runtime's type for raw bytes. */
  binary(): string {
    this.usesBinary = true
    return 'Binary'
  }

  /** Both forms of a schema have the same irregularities: one warning is enough. */
  private warn(at: string, message: string): void {
    this.found.set(`${at} ${message}`, { pointer: at, message })
  }

  private normalize(schema: Schema, direction: Direction, at: string): Schema {
    return normalizeSchema(schema, {
      direction,
      at,
      siblings: this.model.document.openapi.startsWith('3.1'),
      reference: (target) => `#/${this.reference(target, direction)}`,
      resolve: (value) => resolveRef(this.model.document, value),
      discriminate: (discriminator, alternative) =>
        discriminatorValues(this.model.document, discriminator, alternative),
      binary: () => `#/${this.binary()}`,
      warn: (where, message) => this.warn(where, message),
    })
  }

  /** Name of the type for a pointer or local `$ref`; declares it on first use. */
  private reference(at: string, direction: Direction): string {
    const canonical = pointer('', ...pointerKeys(at))
    const suffix = direction === 'write' && this.differs(canonical) ? 'Write' : ''
    const name = this.names.of(canonical, suffix)
    if (this.declared.has(name)) return name
    const exported = /^\/components\/schemas\/[^/]+$/.test(canonical)
    const declaration: Declaration = { name, at: canonical, schema: {}, exported }
    this.declared.set(name, declaration)
    this.pending.push(() => {
      const schema = lookup(this.model.document, canonical)
      declaration.schema = this.normalize(isObject(schema) ? schema : {}, direction, canonical)
    })
    return name
  }

  /** Whether a schema has two forms. A marker on itself is about the members that name it, not about its own type. */
  private differs(at: string): boolean {
    const known = this.twofold.get(at)
    if (known !== undefined) return known
    const { document } = this.model
    const schema = lookup(document, at)
    const differs =
      isObject(schema) && reachesMarker(document, { ...schema, readOnly: false, writeOnly: false })
    this.twofold.set(at, differs)
    return differs
  }

  private share(kind: 'responses' | 'requestBodies'): void {
    for (const [name, holder] of entries(own(this.model.document.components, kind))) {
      for (const [type, media] of entries(own(holder, 'content'))) {
        const schema = own(media, 'schema')
        if (isObject(schema))
          this.shared.set(schema, pointer('/components', kind, name, 'content', type, 'schema'))
      }
    }
  }
}
