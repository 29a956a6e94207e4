import { isObject, own } from '../openapi/json.js'
import type { Schema } from '../openapi/model.js'
import { pointerKeys } from '../openapi/pointer.js'
import { refOf, resolveRef } from '../openapi/resolve.js'
import { membersOf } from './fit.js'

/** A value as XML, named as its schema's `xml` says: OpenAPI 3.0.3, XML Object. */
export const toXml = (value: unknown, schema: Schema, document: Schema): string => {
  const [component] = pointerKeys(refOf(schema) ?? '').slice(-1)
  const node = { value, schema, name: component ?? 'root', document }
  // A document has one root, so a list is wrapped there.
  const body = Array.isArray(value) ? wrap(node, writeNode(node)) : writeNode(node)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`
}

interface Node {
  value: unknown
  schema: unknown
  /** Used where the schema gives no other. */
  name: string
  document: Schema
}

const xmlOf = ({ schema, document }: Node): Schema => {
  const xml = own(resolveRef(document, schema), 'xml')
  return isObject(xml) ? xml : {}
}

const tagOf = (node: Node): string => {
  const { name, prefix } = xmlOf(node)
  const local = String(name ?? node.name).replace(/[^\p{L}\p{N}_.-]/gu, '_')
  const safe = /^[\p{L}_]/u.test(local) ? local : `_${local}`
  return typeof prefix === 'string' && /^\w+$/.test(prefix) ? `${prefix}:${safe}` : safe
}

const escapeText = (text: unknown): string =>
  String(text).replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)

const writeNode = (node: Node): string => {
  const { value, schema, document, name } = node
  if (Array.isArray(value)) {
    const { items } = resolveRef(document, schema) ?? {}
    const written = value.map((item) => writeNode({ value: item, schema: items, name, document })).join('')
    return xmlOf(node).wrapped === true ? wrap(node, written) : written
  }
  if (!isObject(value)) return wrap(node, value === null ? '' : escapeText(value))
  const members = membersOf(document, schema)
  const nodes = Object.entries(value).map(
    ([key, member]): Node => ({ value: member, schema: members.get(key), name: key, document }),
  )
  const isAttribute = (member: Node): boolean => xmlOf(member).attribute === true
  const attributes = nodes.filter(isAttribute).map((one) => ` ${tagOf(one)}="${escapeText(one.value)}"`)
  const children = nodes.filter((one) => !isAttribute(one)).map(writeNode)
  return wrap(node, children.join(''), attributes.join(''))
}

const wrap = (node: Node, content: string, attributes = ''): string => {
  const { namespace } = xmlOf(node)
  const tag = tagOf(node)
  const [, prefix] = /^(.+:)/.exec(tag) ?? []
  const declared =
    typeof namespace === 'string'
      ? ` xmlns${prefix ? `:${prefix.slice(0, -1)}` : ''}="${escapeText(namespace)}"`
      : ''
  return `<${tag}${declared}${attributes}>${content}</${tag}>`
}
